import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCustomer } from '../../../../functions/api/query/customer.ts';
import { getTiers } from '../../../../functions/api/query/groups.ts';
import { getRun, listRuns } from '../../../../functions/api/query/runs.ts';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { selectService, servicePlans } from '../../../../shared/domain/tiers/service/service-plan.ts';
import { exampleTiers } from '../../../../shared/http/resources/example-tiers.ts';
import { each, state, succeededRun, tableServer } from './api-table.ts';

const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';
const planned = (channel: string) => {
  const service = { channel, segments: { 'At Risk': { owner: 'Ann' } } };
  const vip = { name: 'VIP', label: { en: 'VIP', zh: '贵宾' }, share: 0.2, service };
  return parsePolicy({ tiers: [vip, { name: 'standard', label: { en: 'Standard', zh: '普通' } }] });
};

let server: Awaited<ReturnType<typeof tableServer>>;
let strata: Awaited<ReturnType<typeof server.newTable>>;
beforeAll(async () => {
  server = await tableServer();
  strata = await server.newTable();
  const people = [
    state('usual', 'VIP', 99),
    state('leaving', 'VIP', 98, { segment: 'At Risk' }),
    state('kept', 'VIP', 97, { control: true }),
    state('other', 'standard', 10),
  ].map((each) => ({ state: each, before: undefined, tierChange: undefined }));
  await strata.customers.write(FIRST, 0, each(people));
  await show(FIRST, 'phone');
});
afterAll(() => server.close());

/** Makes a run visible whose policy has a channel for VIP. */
async function show(runId: string, channel: string): Promise<void> {
  const run = succeededRun(runId);
  const service = { experiment: 'spring', tiers: servicePlans(planned(channel)) };
  await strata.runs.putRun({ ...run, summary: { ...run.summary, service } });
  await strata.runs.makeCurrent(runId);
}

async function customer(id: string) {
  const answer = await getCustomer(strata, async () => Buffer.from('key'), strata.overrides)({ path: { id } } as never);
  return JSON.parse((answer as { body: string }).body);
}

async function tiers() {
  const answer = await getTiers(strata)({} as never);
  return JSON.parse((answer as { body: string }).body);
}

describe('a customer', () => {
  it('has the service of the tier, or of the segment in it', async () => {
    const [vip] = planned('phone').tiers;

    expect(await customer('usual')).toMatchObject({
      control: false,
      control_reason: null,
      service: selectService(vip ?? {}),
    });
    expect(await customer('leaving')).toMatchObject({ service: selectService(vip ?? {}, 'At Risk') });
    expect(await customer('other')).toMatchObject({ control: false, service: null });
  });

  it('gets nothing as control, and the reason is said', async () => {
    expect(await customer('kept')).toMatchObject({
      control: true,
      service: null,
      control_reason: expect.stringContaining('Kept as control of the experiment "spring"'),
      control_reason_zh: expect.stringContaining('实验“spring”的对照组'),
    });
  });

  it('has what the next run plans without being written again', async () => {
    await show(SECOND, 'personal agent');

    expect(await customer('usual')).toMatchObject({ run_id: SECOND, service: { channel: 'personal agent' } });
  });
});

it('a run has its plans, and the list of runs is without them', async () => {
  const ask = async (answer: Promise<unknown>) => JSON.parse(((await answer) as { body: string }).body);
  const one = await ask(getRun(strata)({ path: { id: FIRST } } as never));
  const { runs } = await ask(listRuns(strata)({ query: { limit: 5 } } as never));

  expect(one.summary.service).toMatchObject({ experiment: 'spring' });
  expect(runs.map(({ summary }: { summary: object }) => Object.keys(summary).includes('service'))).toEqual([
    false,
    false,
  ]);
  expect(runs[0].summary.tiers).toHaveLength(2);
});

describe('the tiers', () => {
  it('have their plans, and nothing of figures that the run does not know', async () => {
    const answer = await tiers();

    expect(answer).toMatchObject({ cost_benefit: null, uplift: null });
    expect(answer.tiers).toMatchObject([
      {
        tier: 'VIP',
        service: { channel: 'personal agent' },
        service_by_segment: [{ segment: 'At Risk', service: { owner: 'Ann' } }],
        cost_benefit: null,
        uplift: null,
      },
      { tier: 'standard', service: null, service_by_segment: [] },
    ]);
  });

  it('have what they cost and bring', async () => {
    const [gold] = exampleTiers.tiers;
    const figures = {
      cost_benefit: { ...exampleTiers.cost_benefit, tiers: [{ ...gold?.cost_benefit, tier: 'VIP' }] },
      uplift: { ...exampleTiers.uplift, tiers: [{ ...gold?.uplift, tier: 'VIP' }] },
    };
    await strata.runs.setFields(SECOND, { summary: { ...succeededRun(SECOND).summary, ...figures } });
    const answer = await tiers();

    expect(answer).toMatchObject({ cost_benefit: exampleTiers.cost_benefit, uplift: exampleTiers.uplift });
    expect(answer.tiers[0]).toMatchObject({ cost_benefit: { ...gold?.cost_benefit, tier: 'VIP' }, service: null });
    expect(answer.tiers[1]).toMatchObject({ cost_benefit: null, uplift: null });
  });
});
