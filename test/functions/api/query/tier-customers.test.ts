import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listTierCustomers } from '../../../../functions/api/query/tier-customers.ts';
import { type CustomerState, customerTable } from '../../../../shared/adapters/tables/customer-table.ts';
import { runTable } from '../../../../shared/adapters/tables/run-table.ts';
import type { Table } from '../../../../shared/ports/table.ts';
import { each, memoryTables, state, succeededRun, tierNames } from './api-table.ts';

const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';
const BUCKETS = 8;

let server: ReturnType<typeof memoryTables>;
beforeAll(async () => {
  server = memoryTables();
});
afterAll(() => server.close());

const tier = fc.constantFrom(...tierNames);
const score = fc.integer({ min: 0, max: 5 });

/** A customer's state in the first run, and in the second, which is being published. */
const customer = fc.record({
  id: fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }),
  first: fc.option(fc.record({ tier, score }), { nil: undefined, freq: 5 }),
  second: fc.option(fc.record({ tier, score }), { nil: undefined }),
});

it('lists every customer of a tier once, as in the current run, while the next run is being published', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(customer, { selector: ({ id }) => id, maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      async (people, limit) => {
        const strata = server.newTable();
        for (let bucket = 0; bucket < BUCKETS; bucket++) {
          const here = people.filter((_, index) => index % BUCKETS === bucket);
          await strata.customers.write(FIRST, bucket, each(here.flatMap(({ id, first }) => changeTo(id, first))));
        }
        await strata.runs.putRun(succeededRun(FIRST));
        await strata.runs.makeCurrent(FIRST);
        await strata.runs.beginPublishing(SECOND);
        for (let bucket = 0; bucket < BUCKETS; bucket++) {
          const here = people.filter((_, index) => index % BUCKETS === bucket);
          const changes = here.flatMap(({ id, first, second }) => changeTo(id, second, first));
          await strata.customers.write(SECOND, bucket, each(changes));
        }

        for (const name of tierNames) {
          const listed = await wholeListing(strata.as('api/query'), name, limit);
          const expected = people.filter(({ first }) => first?.tier === name).map(({ id }) => id);
          expect(listed.toSorted()).toEqual(expected.toSorted());
        }
      },
    ),
    { numRuns: 15 },
  );
});

it('lists a customer who moves while the lists of the tier are read', async () => {
  const strata = server.newTable();
  await publish(strata, [state('a', 'VIP', 99), state('b', 'VIP', 98)]);
  await strata.runs.beginPublishing(SECOND);
  const move = () =>
    strata.customers.write(SECOND, 0, each(changeTo('a', { tier: 'standard', score: 1 }, { tier: 'VIP', score: 99 })));
  const { items } = strata.as('api/query');
  let moved: Promise<unknown> | undefined;
  const slow: Table = {
    ...items,
    async query(range) {
      if (range.index === 'listing') {
        moved ??= move();
        await moved;
      }
      return items.query(range);
    },
  };

  const { customers } = await page({ runs: runTable(slow), customers: customerTable(slow) }, 'VIP', { limit: 10 });
  expect(customers.map(({ customer_id }) => customer_id)).toEqual(['a', 'b']);
});

it('lists filtered customers in the same order for any page size', async () => {
  const kinds = fc.record({
    segment: fc.constantFrom('Champions', 'Loyal'),
    region: fc.constantFrom('North', 'South', null),
    tier_since: fc.constantFrom('2026-06-30', '2026-07-31'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(kinds, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), async (people, limit) => {
      const strata = server.newTable();
      const states = people.map((more, index) => state(`c${index}`, 'VIP', 99 - index, more));
      await publish(strata, states);
      const filters = { segment: 'Loyal', region: 'North', changed_since: '2026-07-01' };

      const expected = states.filter((_, index) => {
        const { segment, region, tier_since } = people[index] ?? {};
        return segment === 'Loyal' && region === 'North' && tier_since === '2026-07-31';
      });
      expect(await wholeListing(strata.as('api/query'), 'VIP', limit, filters)).toEqual(
        expected.map((it) => it.customer_id),
      );
    }),
    { numRuns: 15 },
  );
});

it('ends a filtered page early instead of reading a whole tier', async () => {
  const strata = server.newTable();
  const states = Array.from({ length: 2101 }, (_, index) =>
    state(`c${index}`, 'VIP', index / 100, { segment: index < 2 ? 'Loyal' : 'Champions' }),
  );
  await publish(strata, states);

  const first = await page(strata.as('api/query'), 'VIP', { limit: 10, segment: 'Loyal' });
  const second = await page(strata.as('api/query'), 'VIP', {
    limit: 10,
    segment: 'Loyal',
    cursor: first.next_cursor ?? '',
  });

  expect(first.customers).toEqual([]);
  expect(second.customers.map(({ customer_id }) => customer_id)).toEqual(['c1', 'c0']);
  expect(second.next_cursor).toBeNull();
});

it.each([
  ['tier', { tier: 'standard' }],
  ['segment', { segment: 'Loyal' }],
])(
  'rejects the cursor of a listing with a different %s',
  async (what, { tier = 'VIP', ...filters }: { tier?: string; segment?: string }) => {
    const strata = server.newTable();
    const states = [1, 2].map((index) => state(`c${index}`, 'VIP', index));
    await publish(strata, states);
    const { next_cursor } = await page(strata.as('api/query'), 'VIP', { limit: 1 });

    await expect(
      page(strata.as('api/query'), tier, { limit: 1, cursor: next_cursor ?? '', ...filters }),
    ).rejects.toMatchObject({
      kind: 'invalid-request',
      members: { errors: [{ field: 'cursor', message: `belongs to a listing with a different ${what}` }] },
    });
  },
);

interface Position {
  tier: string;
  score: number;
}

function changeTo(id: string, after: Position | undefined, before?: Position) {
  if (!after) return [];
  const earlier = before && state(id, before.tier, before.score);
  return [{ state: state(id, after.tier, after.score), before: earlier, tierChange: undefined }];
}

async function publish({ customers, runs }: ReturnType<typeof server.newTable>, states: CustomerState[]) {
  await customers.write(FIRST, 0, each(states.map((it) => ({ state: it, before: undefined, tierChange: undefined }))));
  await runs.putRun(succeededRun(FIRST));
  await runs.makeCurrent(FIRST);
}

type Strata = Parameters<typeof listTierCustomers>[0];
type Query = Parameters<ReturnType<typeof listTierCustomers>>[0]['query'];

interface Page {
  customers: { customer_id: string }[];
  next_cursor: string | null;
}

async function page(readers: Strata, tier: string, query: Query): Promise<Page> {
  const { body } = await listTierCustomers(readers)({ path: { tier }, query, body: {}, headers: {} });
  return JSON.parse(body ?? '');
}

async function wholeListing(readers: Strata, tier: string, limit: number, filters: Partial<Query> = {}) {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const found: Page = await page(readers, tier, { limit, ...filters, ...(cursor !== null && { cursor }) });
    expect(found.customers.length).toBeLessThanOrEqual(limit);
    ids.push(...found.customers.map(({ customer_id }) => customer_id));
    cursor = found.next_cursor;
  } while (cursor);
  return ids;
}
