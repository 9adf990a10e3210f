import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCustomer } from '../../../../functions/api/query/customer.ts';
import { getTiers } from '../../../../functions/api/query/groups.ts';
import { getRun, listRuns } from '../../../../functions/api/query/runs.ts';
import { currentTraffic, withUsageMeter } from '../../../../shared/adapters/metering/usage-meter.ts';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { selectService, servicePlans } from '../../../../shared/domain/tiers/service/service-plan.ts';
import { readFromCurrentRun } from '../../../../shared/http/current-run.ts';
import { exampleTiers } from '../../../../shared/http/resources/example-tiers.ts';
import { each, memoryTables, state, succeededRun } from './api-table.ts';

const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';
const THIRD = '20261001T000000000Z-00000003';
const planned = (channel: string) => {
  const service = { channel, segments: { 'At Risk': { owner: 'Ann' } } };
  const vip = { name: 'VIP', label: { en: 'VIP', zh: '贵宾' }, share: 0.2, service };
  return parsePolicy({ tiers: [vip, { name: 'standard', label: { en: 'Standard', zh: '普通' } }] });
};

let server: ReturnType<typeof memoryTables>;
let strata: ReturnType<typeof server.newTable>;
beforeAll(async () => {
  server = memoryTables();
  strata = server.newTable();
  const people = [
    state('usual', 'VIP', 99),
    state('leaving', 'VIP', 98, { segment: 'At Risk' }),
    state('kept', 'VIP', 97, { control: true }),
    state('other', 'standard', 10),
  ].map((each) => ({ state: each, before: undefined, tierChange: undefined }));
  await strata.customers.write(FIRST, 0, each(people));
  await publishRun(FIRST, 'phone');
});
afterAll(() => server.close());

/** Makes a run current whose policy has this channel for VIP. */
async function publishRun(runId: string, channel: string): Promise<void> {
  const run = succeededRun(runId);
  const service = { experiment: 'spring', tiers: servicePlans(planned(channel)) };
  await strata.runs.putRun({ ...run, summary: { ...run.summary, service } });
  await strata.runs.makeCurrent(runId);
}

async function customer(id: string) {
  const tables = strata.as('api/query');
  const response = await getCustomer(
    tables,
    async () => Buffer.from('key'),
    tables.overrides,
  )({
    path: { id },
  } as never);
  return JSON.parse((response as { body: string }).body);
}

async function tiers() {
  const response = await getTiers(strata)({} as never);
  return JSON.parse((response as { body: string }).body);
}

describe('a customer', () => {
  it('has the service plan of the tier, or of the segment in it', async () => {
    const [vip] = planned('phone').tiers;

    expect(await customer('usual')).toMatchObject({
      control: false,
      control_reason: null,
      service: selectService(vip ?? {}),
    });
    expect(await customer('leaving')).toMatchObject({ service: selectService(vip ?? {}, 'At Risk') });
    expect(await customer('other')).toMatchObject({ control: false, service: null });
  });

  it('has no service in the control group, with the reason', async () => {
    expect(await customer('kept')).toMatchObject({
      control: true,
      service: null,
      control_reason: expect.stringContaining('In the control group of the experiment "spring"'),
      control_reason_zh: expect.stringContaining('实验“spring”的对照组'),
    });
  });

  it('has the service plan of a new run without being rewritten', async () => {
    await publishRun(SECOND, 'personal agent');

    expect(await customer('usual')).toMatchObject({ run_id: SECOND, service: { channel: 'personal agent' } });
  });
});

it('a single run includes its service plans, and the list of runs omits them', async () => {
  const bodyOf = async (response: Promise<unknown>) => JSON.parse(((await response) as { body: string }).body);
  const one = await bodyOf(getRun(strata)({ path: { id: FIRST } } as never));
  const { runs } = await bodyOf(listRuns(strata)({ query: { limit: 5 } } as never));

  expect(one.summary.service).toMatchObject({ experiment: 'spring' });
  expect(runs.map(({ summary }: { summary: object }) => Object.keys(summary).includes('service'))).toEqual([
    false,
    false,
  ]);
  expect(runs[0].summary.tiers).toHaveLength(2);
});

it('a function reads a run only once', async () => {
  const { runs, customers } = strata.as('api/query');
  const unitsRead = () =>
    withUsageMeter({ stage: 'test', item: null, memory_mb: null }, async () => {
      await readFromCurrentRun({ runs, customers }, async () => undefined);
      return currentTraffic()?.table.read_units;
    });

  const [first = 0, second = 0] = [await unitsRead(), await unitsRead()];
  expect([first > second, second]).toEqual([true, 1]);
});

describe('the tiers', () => {
  it('have their service plans, and null for figures that the run does not have', async () => {
    const response = await tiers();

    expect(response).toMatchObject({ cost_benefit: null, uplift: null });
    expect(response.tiers).toMatchObject([
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

  it('have cost, benefit and uplift', async () => {
    const [gold] = exampleTiers.tiers;
    const figures = {
      cost_benefit: { ...exampleTiers.cost_benefit, tiers: [{ ...gold?.cost_benefit, tier: 'VIP' }] },
      uplift: { ...exampleTiers.uplift, tiers: [{ ...gold?.uplift, tier: 'VIP' }] },
    };
    const run = succeededRun(THIRD);
    await strata.runs.putRun({ ...run, summary: { ...run.summary, ...figures } });
    await strata.runs.makeCurrent(THIRD);
    const response = await tiers();

    expect(response).toMatchObject({ cost_benefit: exampleTiers.cost_benefit, uplift: exampleTiers.uplift });
    expect(response.tiers[0]).toMatchObject({ cost_benefit: { ...gold?.cost_benefit, tier: 'VIP' }, service: null });
    expect(response.tiers[1]).toMatchObject({ cost_benefit: null, uplift: null });
  });
});
