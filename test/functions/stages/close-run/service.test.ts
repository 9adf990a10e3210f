import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkQuality } from '../../../../functions/stages/check-quality/check-quality.ts';
import { closeRun } from '../../../../functions/stages/close-run/close-run.ts';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { isControl } from '../../../../shared/domain/tiers/service/hold-out.ts';
import { selectService } from '../../../../shared/domain/tiers/service/service-plan.ts';
import { estimateUplift } from '../../../../shared/domain/tiers/service/uplift.ts';
import { parseRunSummary } from '../../../../shared/run/summary.ts';
import { type Buyer, buyerWithoutOrders, manyBuyers, segment } from '../../buyers.ts';
import { fakeEvents, fakeMachine } from '../../fakes.ts';
import { executionNamed, type Row, readParquet, type Services, startServices } from '../../services.ts';

const FIRST = '20260901T000000000Z-00000001';
const SECOND = '20261001T000000000Z-00000002';
const THIRD = '20261002T000000000Z-00000003';
const NOW = '2026-10-01T00:05:00.000Z';
const service = {
  offers: [
    { en: 'Free shipping, always', zh: '包邮' },
    { en: 'A gift', zh: '礼物' },
  ],
  channel: 'phone',
  responseHours: 4,
  owner: 'Ann',
  budgetPerCustomer: 20.5,
  segments: { Champions: { channel: 'personal agent', budgetPerCustomer: 60 } },
};
const policy = {
  tiers: [
    { name: 'top', label: { en: 'Top', zh: '顶级' }, share: 0.3, service },
    { name: 'middle', label: { en: 'Middle', zh: '中级' }, share: 0.4, service: { budgetPerCustomer: 2 } },
    { name: 'rest', label: { en: 'Rest', zh: '其他' } },
  ],
  holdOut: { share: 0.25, tiers: { rest: 0 }, name: 'spring' },
};

type Closed = Awaited<ReturnType<typeof run>>;
let services: Services;
let first: Closed;
let second: Closed;
/** On the same day as the second run, and without the customer who has old orders. */
let third: Closed;
beforeAll(async () => {
  services = await startServices();
  first = await run(FIRST, '2026-08-31', [...customers, buyerWithoutOrders('without')]);
  second = await run(SECOND, '2026-09-30', later);
  third = await run(THIRD, '2026-09-30', customers.slice(1));
});
afterAll(() => services.close());

/** Runs all stages over two buckets. @returns the customers and the summary */
async function run(runId: string, asOf: string, buyers: readonly Buyer[]) {
  await segment(services, runId, asOf, buyers, 2, policy);
  for (const bucket of [0, 1]) await publish({ runId, bucket }, services.as('stages/publish'));
  await services.lake.putJson(runFiles.manifest(runId), []);
  await checkQuality({ runId }, services.as('stages/check-quality'));
  const execution = executionNamed('one');
  await closeRun(
    { execution, runId },
    { ...services.as('stages/close-run', { ...fakeMachine(), ...fakeEvents() }), now: () => NOW },
  );
  const closed = await services.runs.getRun(runId);
  const { service: plans, cost_benefit, uplift } = parseRunSummary(closed ?? expect.fail('the run is not there'));
  if (!cost_benefit || !uplift) expect.fail('the summary has no figures of service');
  return { rows: await readParquet(services, runFiles.parquet(runId)), plans, cost_benefit, uplift };
}

const customers = manyBuyers(120).map((each, at) => ({
  ...each,
  first_order_at: at === 0 ? '2024-01-01 00:00:00' : '2026-01-01 00:00:00',
  spend_recent: at % 11,
  spend_year_ago: at % 5,
  satisfaction: at % 3 === 0 ? 60 + (at % 40) : null,
}));
const later = [...customers.slice(10), buyerWithoutOrders('new')].map((each, at) => ({
  ...each,
  orders_since: at % 3 === 0 ? 1 : 0,
  spend_since: at % 3 === 0 ? 10.25 + (at % 7) : 0,
}));

const sum = (rows: readonly Row[], column: string) => rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
const inTier = (rows: readonly Row[], tier: string) => rows.filter((row) => row.tier === tier);

describe('customers', () => {
  it('have the service of their tier and segment, unless they are in the control group', () => {
    const { rows } = first;
    const { tiers, holdOut } = parsePolicy(policy);

    expect(new Set(rows.map((row) => `${row.tier} ${row.control}`)).size).toBe(5);
    for (const row of rows) {
      const control = isControl(holdOut, row.tier, row.customer_id);
      const plan = control ? null : selectService(tiers.find(({ name }) => name === row.tier) ?? {}, row.segment);
      expect(row).toMatchObject({
        control,
        service_channel: plan?.channel ?? null,
        service_response_hours: plan?.response_hours ?? null,
        service_owner: plan?.owner ?? null,
        service_budget: plan?.budget_per_customer?.toFixed(4) ?? null,
      });
    }
  });

  it('stay in the control group from run to run, and are published as such', async () => {
    const before = new Map(first.rows.map((row) => [row.customer_id, row]));
    const view = services.customers.view(await services.runs.getCurrent());

    const stayed = [...second.rows, ...third.rows].filter(
      ({ customer_id, tier }) => before.get(customer_id)?.tier === tier,
    );
    expect(stayed.length).toBeGreaterThan(50);
    for (const { customer_id, control } of stayed) expect(before.get(customer_id)?.control).toBe(control);
    for (const { customer_id, control } of third.rows.slice(0, 20)) {
      expect(await view.customer(customer_id)).toMatchObject({ control });
    }
  });
});

it('writes the plans by tier, and by segments with their own', async () => {
  const csv = await services.withDatabase(async ({ directory }) => {
    await services.lake.download(runFiles.servicePlan(FIRST), `${directory}/plan.csv`);
    return readFile(`${directory}/plan.csv`, 'utf8');
  });

  expect(csv.split('\n')).toEqual([
    'tier,tier_en,tier_zh,segment,offers_en,offers_zh,channel,response_hours,owner,budget_per_customer',
    'top,Top,顶级,,"Free shipping, always; A gift",包邮；礼物,phone,4.0,Ann,20.5000',
    'top,Top,顶级,Champions,"Free shipping, always; A gift",包邮；礼物,personal agent,4.0,Ann,60.0000',
    'middle,Middle,中级,,,,,,,2.0000',
    'rest,Rest,其他,,,,,,,',
    '',
  ]);
  expect(first.plans).toMatchObject({
    experiment: 'spring',
    tiers: [{ tier: 'top' }, { tier: 'middle' }, { service: null }],
  });
});

describe('the cost-benefit table', () => {
  it('sums cost and revenue of each tier', () => {
    const { rows, cost_benefit } = first;

    expect(cost_benefit).toMatchObject({
      previous_run_id: null,
      recent: { from: '2026-06-03', to: '2026-08-31' },
      year_ago: { from: '2025-06-03', to: '2025-08-31' },
    });
    for (const figures of cost_benefit.tiers) {
      const own = inTier(rows, figures.tier);
      const answered = own.filter(({ satisfaction }) => satisfaction !== null);
      const budget = sum(own, 'service_budget');
      const served = own.filter(({ service_budget }) => Number(service_budget) > 0);
      expect(figures).toMatchObject({
        customers: own.length,
        control: own.filter(({ control }) => control).length,
        budget: figures.tier === 'rest' ? null : budget,
        spend_recent: sum(own, 'spend_recent'),
        spend_year_ago: sum(own, 'spend_year_ago'),
        retention: null,
        answered: answered.length,
        previous: null,
      });
      expect(figures.monetary_total).toBeCloseTo(sum(own, 'monetary_total'), 4);
      expect(figures.satisfaction).toBeCloseTo(sum(answered, 'satisfaction') / answered.length, 6);
      expect(figures.spend_share).toBeCloseTo(sum(own, 'spend_recent') / sum(rows, 'spend_recent'), 6);
      expect(figures.clv).toBeCloseTo(sum(own, 'clv'), 3);
      expect(figures.clv_mean).toBeCloseTo(sum(own, 'clv') / own.length, 3);
      if (budget === 0) expect(figures.value_per_cost).toBeNull();
      else expect(figures.value_per_cost).toBeCloseTo(sum(served, 'clv') / budget, 4);
    }
  });

  it('has the figures of the previous run, and the share of its customers who bought since', () => {
    const after = new Map(second.rows.map((row) => [row.customer_id, row]));

    expect(second.cost_benefit.previous_run_id).toBe(FIRST);
    for (const [at, { tier, retention, previous }] of second.cost_benefit.tiers.entries()) {
      const stood = inTier(first.rows, tier).flatMap(({ customer_id }) => after.get(customer_id) ?? []);
      const bought = stood.filter(({ orders_since }) => orders_since > 0).length;
      expect(retention).toMatchObject({ customers: stood.length, bought });
      expect(retention?.share).toBeCloseTo(bought / stood.length, 6);
      const { previous: _, ...before } = first.cost_benefit.tiers[at] ?? expect.fail('there is no such tier');
      expect({ tier, ...previous }).toEqual(before);
    }
  });

  it('has no comparison with last year if the data start later', () => {
    const { cost_benefit } = third;

    expect(cost_benefit.year_ago).toBeNull();
    expect(cost_benefit.tiers.map(({ spend_year_ago }) => spend_year_ago)).toEqual([null, null, null]);
  });
});

describe('uplift', () => {
  it('compares served customers of the previous run with its control group', () => {
    const { rows, uplift } = second;
    const after = new Map(rows.map((row) => [row.customer_id, row]));
    const groupOf = (tier: string, isKept: boolean) => {
      const group = inTier(first.rows, tier)
        .filter(({ control }) => control === isKept)
        .flatMap(({ customer_id }) => after.get(customer_id) ?? []);
      return {
        customers: group.length,
        bought: group.filter(({ orders_since }) => orders_since > 0).length,
        spend: sum(group, 'spend_since'),
        spend_squares: group.reduce((total, { spend_since }) => total + Number(spend_since) ** 2, 0),
      };
    };

    expect(uplift).toMatchObject({ experiment: 'spring', since: '2026-08-31', reason: null });
    expect(uplift.tiers).toEqual(
      ['top', 'middle', 'rest'].map((tier) => ({ tier, ...estimateUplift(groupOf(tier, false), groupOf(tier, true)) })),
    );
    expect(uplift.tiers.map(({ reason }) => reason)).toEqual([null, null, 'no control customers']);
  });

  it('has the reason why there is none in a first run, and on the same day', () => {
    expect(first.uplift).toEqual({ experiment: null, since: null, tiers: [], reason: 'no run before' });
    expect(third.uplift).toMatchObject({ tiers: [], reason: 'no day since the run before' });
    expect(third.cost_benefit.tiers.map(({ retention }) => retention)).toEqual([null, null, null]);
  });
});
