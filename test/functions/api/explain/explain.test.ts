import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainCustomer } from '../../../../functions/api/explain/explain.ts';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { buyer, segment } from '../../buyers.ts';
import { type Row, type Services, startServices } from '../../services.ts';
import { each, state } from '../query/api-table.ts';

const RUN = '20260801T000000000Z-00000001';
const AS_OF = '2026-07-31';

/** Two tiers by one condition, so that expected results are easy to see. */
const policy = {
  tierMethod: { by: 'threshold' },
  tiers: [
    { name: 'gold', label: { en: 'Gold', zh: '金卡' }, when: { column: 'orders', atLeast: 5 } },
    { name: 'standard', label: { en: 'Standard', zh: '普通' } },
  ],
};

let services: Services;
beforeAll(async () => {
  services = await startServices();
  await services.lake.putJson(runFiles.overrides(RUN), [
    {
      ...{ customer_id: 'lifted', kind: 'floor', tier: 'gold', reason: 'promised', author: 'Mei', expires_on: null },
      set_at: '2026-07-01T00:00:00.000Z',
    },
  ]);
  await segment(
    services,
    RUN,
    AS_OF,
    [buyer('many', 3, 6, 600), buyer('few', 9, 2, 90), buyer('lifted', 5, 3, 90)],
    1,
    policy,
  );
  await publish({ runId: RUN, bucket: 0 }, services.as('stages/publish'));
  // A missing customer: in the table, but in no file of the run.
  await services.customers.write(
    RUN,
    0,
    each([{ state: state('vanished', 'gold', 50), before: undefined, tierChange: undefined }]),
  );
  await services.runs.setFields(RUN, { as_of: AS_OF });
  await services.runs.makeCurrent(RUN);
});
afterAll(() => services.close());

async function explain(id: string): Promise<Row> {
  const handler = explainCustomer(services.as('api/explain', { idSecret: async () => Buffer.from('a key') }));
  const { body } = await handler({ path: { id }, query: {}, body: {}, headers: {} });
  return JSON.parse(body ?? '');
}

describe('an explanation', () => {
  it('shows what is missing for the next tier, in the units of the policy', async () => {
    const gap = { column: 'orders', has: 2, needs: 5, missing: 3 };

    expect(await explain('few')).toMatchObject({
      ...{ run_id: RUN, as_of: AS_OF, customer_id: 'few', override: null, to_next: [gap] },
      tier: { tier: 'standard', earned_tier: 'standard', standing: 'new' },
      lines: [
        { tier: 'gold', line: null, when: { column: 'orders', atLeast: 5 }, is_met: false, lacks: [gap] },
        { tier: 'standard', when: null, is_met: true, lacks: [] },
      ],
    });
  });

  it('has no next tier for the highest tier', async () => {
    expect(await explain('many')).toMatchObject({ tier: { tier: 'gold', earned_tier: 'gold' }, to_next: null });
  });

  it('shows the override and the earned tier', async () => {
    expect(await explain('lifted')).toMatchObject({
      tier: { tier: 'gold', earned_tier: 'standard' },
      override: { kind: 'floor', tier: 'gold', reason: 'promised', author: 'Mei', expires_on: null },
    });
  });

  it.each(['nobody', 'vanished'])('is a problem for a customer who is not in the data of the run: %s', async (id) => {
    await expect(explain(id)).rejects.toMatchObject({
      kind: 'customer-not-found',
      members: { run_id: RUN, as_of: AS_OF },
    });
  });
});
