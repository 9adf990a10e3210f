import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whatIf } from '../../../../functions/stages/what-if/what-if.ts';
import { parsePolicy, policyHash } from '../../../../shared/domain/policy/policy.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { type WhatIfAnswer, whatIfFiles, whatIfOutcomeSchema } from '../../../../shared/domain/run/what-if.ts';
import { type Buyer, buyerWithoutOrders, manyBuyers, segment } from '../../buyers.ts';
import { type Row, type Services, startServices } from '../../services.ts';
import { inTheEnd, nextRun } from './replay-by-hand.ts';

const RUN = '20260401T000000000Z-00000001';
const DAY = '2026-03-31';
const names = ['VIP', 'gold', 'silver', 'standard'];

/** Tier lines are on spend, so that tiers can be counted off a sorted list. */
const policyOf = (shares: readonly number[], more: object = {}) => ({
  tierMethod: { by: 'quantile', of: 'monetary_total' },
  tiers: names.map((name, at) => ({ name, label: { en: name, zh: name }, ...(shares[at] && { share: shares[at] }) })),
  ...more,
});
const own = policyOf([0.05, 0.15, 0.3]);
const other = [0.15, 0.1, 0.2];
const customers: Buyer[] = [...manyBuyers(90), buyerWithoutOrders('without')];
const pinned = { kind: 'pin', reason: 'a promise', author: 'lead', expires_on: null } as const;

let services: Services;
let run: Row[];
beforeAll(async () => {
  services = await startServices();
  // A customer with almost no spend is gold, and the one with most is silver at most.
  const common = { set_at: '2026-03-01T00:00:00.000Z' };
  await services.lake.putJson(runFiles.overrides(RUN), [
    { ...pinned, ...common, customer_id: lowest(), tier: 'gold' },
    { ...pinned, ...common, customer_id: highest(), kind: 'ceiling', tier: 'silver' },
  ]);
  run = await segment(services, RUN, DAY, customers, 2, own);
  await services.runs.makeCurrent(RUN);
});
afterAll(() => services.close());

const bySpend = () => manyBuyers(90).toSorted((a, b) => b.monetary_total - a.monetary_total);
const highest = () => bySpend()[0]?.customer_id ?? '';
const lowest = () => bySpend().at(-1)?.customer_id ?? '';

let questions = 0;
async function asked(policy: unknown, dependencies: Partial<Services> = {}) {
  const whatIfId = `question-${++questions}`;
  await services.lake.putJson(whatIfFiles.policy(whatIfId), policy);
  const answered = await whatIf({ whatIfId }, { ...services.as('stages/what-if'), ...dependencies });
  const outcome = whatIfOutcomeSchema.parse(await services.lake.getJson(whatIfFiles.result(whatIfId)));
  expect(answered).toEqual({ status: outcome.status });
  return { whatIfId, ...outcome };
}

async function answerTo(policy: unknown, dependencies?: Partial<Services>) {
  const { answer, whatIfId } = await asked(policy, dependencies);
  if (!answer) throw new Error('there is no answer');
  return { ...answer, whatIfId };
}

async function moversFile(whatIfId: string): Promise<string[]> {
  const stream = await services.lake.readRange(whatIfFiles.movers(whatIfId), 0, 1_000_000);
  return Buffer.concat(await stream.toArray())
    .toString('utf8')
    .trim()
    .split('\n');
}

/** The result for other shares with the default movement rules. */
let plain: Awaited<ReturnType<typeof answerTo>>;

/** Everything visible to other processes: the table, and the lake except `what-if/`. */
async function everythingElse() {
  const items = await services.everyItem();
  const objects = await services.lake.list('');
  return { items, objects: objects.filter(({ key }) => !key.startsWith('what-if/')) };
}

const sizes = ({ tiers }: WhatIfAnswer, moment: 'now' | 'at_once' | 'in_the_end') =>
  Object.fromEntries(tiers.map((tier) => [tier.tier, tier[moment].customers]));
const counted = (tiers: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, tiers.filter((tier) => tier === name).length]));

describe("the run's own policy", () => {
  it.each([
    ['as it is', own],
    ['with its model frozen', { ...own, model: 'frozen' }],
    ['with fewer days between runs that count', { ...own, movement: { demotion: { minDaysBetween: 1 } } }],
  ])('moves nobody, %s', async (_, policy) => {
    const answer = await answerTo(policy);

    expect(answer.movers).toEqual({ customers: 0, ways: [], first: [] });
    expect(answer.segments).toBeNull();
    for (const tier of answer.tiers) expect(tier.at_once).toEqual(tier.now);
    expect(sizes(answer, 'now')).toEqual(counted(run.map(({ tier }) => tier)));
    expect(await moversFile(answer.whatIfId)).toEqual(['customer_id,from,to,cause,value_score,reason,reason_zh']);
  });
});

describe.each([
  ['grace', {}],
  ['straight demotion at once', { demotion: { runs: 1, steps: 'straight' }, protectNewDays: 0 }],
  ['one step at once, without a margin', { demotion: { runs: 1 }, margin: { share: 0 }, protectNewDays: 30 }],
])('other shares, with %s', (_, movement) => {
  const policy = policyOf(other, { movement });
  let answer: Awaited<ReturnType<typeof answerTo>>;
  let byHand: ReturnType<typeof nextRun>;
  beforeAll(async () => {
    answer = await answerTo(policy);
    byHand = nextRun(run, other, parsePolicy(policy).movement, DAY);
  });

  it('move the same customers as a second implementation, with the policy as the cause', async () => {
    const moved = byHand.filter(({ from, to }) => from !== to);
    const ways = new Map<string, number>();
    for (const { from, to } of moved) ways.set(`${from} ${to}`, (ways.get(`${from} ${to}`) ?? 0) + 1);

    expect(moved.length).toBeGreaterThan(5);
    expect(answer.movers.customers).toBe(moved.length);
    expect(new Map(answer.movers.ways.map(({ from, to, customers }) => [`${from} ${to}`, customers]))).toEqual(ways);
    expect(new Set(answer.movers.ways.map(({ cause }) => cause))).toEqual(new Set(['policy changed']));
    expect(answer.movers.first.map(({ customer_id, from, to }) => ({ customer_id, from, to })).toSorted(byId)).toEqual(
      moved.map(({ customer_id, from, to }) => ({ customer_id, from, to })).toSorted(byId),
    );
  });

  it('give the same sizes, at once and in the end', () => {
    expect(sizes(answer, 'at_once')).toEqual(counted(byHand.map(({ to }) => to)));
    expect(sizes(answer, 'in_the_end')).toEqual(counted(byHand.map(inTheEnd)));
  });

  it('project the same demotions', () => {
    const foretold = byHand.filter(({ demotion_on }) => demotion_on !== null);
    const found = answer.foretold.map(({ on, from, to, customers }) => [`${on} ${from} ${to}`, customers]);
    const expected = new Map<string, number>();
    for (const { demotion_on, to, demotion_to } of foretold) {
      const key = `${demotion_on} ${to} ${demotion_to}`;
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }

    expect(new Map(found as [string, number][])).toEqual(expected);
  });

  it('do not change total spend and lifetime value', () => {
    const sum = (moment: 'now' | 'at_once' | 'in_the_end', of: 'monetary_total' | 'clv') =>
      answer.tiers.reduce((total, tier) => total + tier[moment][of], 0);

    const spend = customers.reduce((total, { monetary_total }) => total + monetary_total, 0);
    for (const moment of ['now', 'at_once', 'in_the_end'] as const) {
      expect(sum(moment, 'monetary_total')).toBeCloseTo(spend, 2);
      expect(sum(moment, 'clv')).toBeCloseTo(sum('now', 'clv'), 3);
    }
  });
});

const byId = (a: { customer_id: string }, b: { customer_id: string }) => (a.customer_id < b.customer_id ? -1 : 1);

describe('a result', () => {
  it('names its run and policy, and the policy changes', async () => {
    const policy = { ...own, tiers: own.tiers.with(1, { ...own.tiers[1], share: 0.2 } as (typeof own.tiers)[0]) };
    const { run_id, as_of, answer } = await asked(policy);

    expect({ run_id, as_of }).toEqual({ run_id: RUN, as_of: DAY });
    expect(answer?.policy_hash).toBe(policyHash(parsePolicy(policy)));
    expect(answer?.policy_changes).toEqual([{ field: 'tiers.gold.share', before: 0.15, after: 0.2 }]);
    expect(answer?.not_evaluated).toEqual([]);
  });

  it('does not change the table or any other object', async () => {
    const before = await everythingElse();
    plain = await answerTo(policyOf(other));

    expect(await everythingElse()).toEqual(before);
    expect(plain.movers.customers).toBeGreaterThan(0);
  });

  it('has a file of all movers, with the reason in both languages', async () => {
    const { whatIfId, movers } = plain;
    const [, ...lines] = await moversFile(whatIfId);

    expect(lines).toHaveLength(movers.customers);
    const [first] = movers.first;
    expect(lines[0]?.startsWith(`${first?.customer_id},${first?.from},${first?.to},policy changed,`)).toBe(true);
    expect(first?.reason_zh).toMatch(/消费/);
    const scores = movers.first.map(({ value_score }) => value_score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('excludes customers with a pending erasure from lists, but counts them', async () => {
    const [first, second] = plain.movers.first.map(({ customer_id }) => customer_id);
    // One is pending at the start, the other is requested during the evaluation.
    const asking = [[first], [second]].map(([customer_id = '']) => [{ erasure_id: '1', asked_at: DAY, customer_id }]);
    const pending = async () => asking.shift() ?? [];
    const answer = await answerTo(policyOf(other), { erasures: { ...services.erasures, pending } });

    expect(answer.movers.ways).toEqual(plain.movers.ways);
    expect(answer.movers.first).toEqual(plain.movers.first.slice(2));
    expect((await moversFile(answer.whatIfId)).join('\n')).not.toMatch(new RegExp(`^(${first}|${second}),`, 'm'));
  });

  it('keeps the overrides that the run had in force', async () => {
    const answer = await answerTo(policyOf(other, { movement: { demotion: { runs: 1, steps: 'straight' } } }));

    const moved = answer.movers.first.map(({ customer_id }) => customer_id);
    expect(moved).not.toContain(lowest());
    expect(moved).not.toContain(highest());
  });
});

describe('the budget', () => {
  const budgets = (amounts: readonly number[], holdOut: object = {}) => ({
    ...policyOf(other, { holdOut, movement: { demotion: { runs: 1 } } }),
    tiers: policyOf(other).tiers.map((tier, at) => ({ ...tier, service: { budgetPerCustomer: amounts[at] } })),
  });

  it('is unknown for the run, and the plans’ budget for every customer by the other policy', async () => {
    const { tiers } = await answerTo(budgets([100, 50, 20, 0]));

    for (const [at, { now, at_once, in_the_end }] of tiers.entries()) {
      const budget = [100, 50, 20, 0][at] ?? 0;
      expect(now.budget).toBeNull();
      expect([at_once.budget, in_the_end.budget]).toEqual([budget * at_once.customers, budget * in_the_end.customers]);
    }
  });

  it('is lower with a control group', async () => {
    const { tiers } = await answerTo(budgets([100, 100, 100, 100], { share: 0.3 }));

    const sum = (moment: 'at_once' | 'in_the_end') =>
      tiers.reduce((total, each) => total + (each[moment].budget ?? 0), 0);
    const served = sum('at_once') / 100;
    expect(served).toBeGreaterThan(customers.length * 0.5);
    expect(served).toBeLessThan(customers.length * 0.9);
    // A customer in the control group of one tier is in that of every tier with the same share.
    expect(sum('in_the_end')).toBe(sum('at_once'));
  });
});

describe('a policy that', () => {
  it('renames tiers is compared by name, with removed tiers at the end', async () => {
    const tiers = own.tiers.with(0, { ...own.tiers[0], name: 'platinum' } as (typeof own.tiers)[0]);
    const answer = await answerTo({ ...own, tiers });

    const vips = run.filter(({ tier }) => tier === 'VIP').length;
    expect(answer.tiers.map(({ tier }) => tier)).toEqual(['platinum', 'gold', 'silver', 'standard', 'VIP']);
    expect(answer.tiers.at(-1)).toMatchObject({ now: { customers: vips }, at_once: { customers: 0, share: 0 } });
    expect(answer.movers.ways).toEqual([{ from: 'VIP', to: 'platinum', cause: 'policy changed', customers: vips }]);
  });

  it('lets tiers expire is itself the cause of demotions, even with other lines', async () => {
    const answer = await answerTo(policyOf(other, { movement: { expireAfterDays: 50 } }));

    const expired = run.filter(
      ({ recency_days, tier, override_kind }) => recency_days > 50 && tier !== 'standard' && !override_kind,
    );
    const fallen = answer.movers.ways.filter(({ to }) => to === 'standard');
    expect(fallen.reduce((sum, { customers }) => sum + customers, 0)).toBe(expired.length);
    expect(new Set(fallen.map(({ cause }) => cause))).toEqual(new Set(['policy changed']));
  });

  it('changes segments has their sizes', async () => {
    const { segments, movers } = await answerTo({ ...own, rfm: { segments: 'grid' } });

    const sum = (moment: 'now' | 'at_once') => (segments ?? []).reduce((total, each) => total + each[moment], 0);
    expect([sum('now'), sum('at_once')]).toEqual([customers.length, customers.length]);
    const champions = run.filter(({ segment }) => segment === 'Champions').length;
    expect(segments?.find(({ segment }) => segment === 'Champions')?.now).toBe(champions);
    expect(movers.customers).toBe(0);
  });

  it('needs other features or clean rows is evaluated without these sections, which are named', async () => {
    const more = { windowMonths: 6, dayFirst: true, clusters: { maxK: 3 } };
    const answer = await answerTo(policyOf(other, more));

    expect(answer.not_evaluated.map(({ section }) => section).toSorted()).toEqual([
      'clusters',
      'dayFirst',
      'windowMonths',
    ]);
    expect(answer.movers).toEqual(plain.movers);
    expect(answer.policy_changes).toContainEqual({ field: 'windowMonths', before: null, after: 6 });
  });

  it('is invalid is rejected with an error per field', async () => {
    expect(await asked({ colour: 'red' })).toMatchObject({
      status: 'failed',
      error: 'PolicyError',
      message: expect.stringContaining('colour'),
      run_id: RUN,
      answer: null,
    });
  });
});

it('fails before the first run', async () => {
  const nothing = { ...services.runs, getCurrent: async () => ({ unfinished: [] }) };

  expect(await asked(own, { runs: nothing })).toMatchObject({
    status: 'failed',
    error: 'InputError',
    message: expect.stringContaining('No run has completed yet'),
    run_id: null,
  });
});
