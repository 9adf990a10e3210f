import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listTierCustomers } from '../../../functions/query-api/tier-customers.ts';
import { apiEvent, each, state, succeededRun, tableServer, tierNames } from './api-table.ts';

const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';
const BUCKETS = 8;

let server: Awaited<ReturnType<typeof tableServer>>;
beforeAll(async () => {
  server = await tableServer();
});
afterAll(() => server.close());

const tier = fc.constantFrom(...tierNames);
const score = fc.integer({ min: 0, max: 5 });

/** A customer of the first run, and what the second one, half published, has written of it. */
const customer = fc.record({
  id: fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }),
  first: fc.option(fc.record({ tier, score }), { nil: undefined, freq: 5 }),
  second: fc.option(fc.record({ tier, score }), { nil: undefined }),
});

it('lists every customer of a tier once, as the current run has it, while the next run is half published', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(customer, { selector: ({ id }) => id, maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      async (people, limit) => {
        const strata = await server.newTable();
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
          const listed = await wholeListing(strata, name, limit);
          const expected = people.filter(({ first }) => first?.tier === name).map(({ id }) => id);
          expect(listed.toSorted()).toEqual(expected.toSorted());
        }
      },
    ),
    { numRuns: 15 },
  );
});

interface Place {
  tier: string;
  score: number;
}

function changeTo(id: string, after: Place | undefined, before?: Place) {
  if (!after) return [];
  const earlier = before && state(id, before.tier, before.score);
  return [{ state: state(id, after.tier, after.score), before: earlier, tierChange: undefined }];
}

async function wholeListing(readers: Parameters<typeof listTierCustomers>[0], name: string, limit: number) {
  const list = listTierCustomers(readers);
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const queryStringParameters: Record<string, string> = { limit: String(limit), ...(cursor && { cursor }) };
    const { body } = await list(
      apiEvent('GET /v1/tiers/{tier}/customers', { pathParameters: { tier: name }, queryStringParameters }),
    );
    const page = JSON.parse(body ?? '');
    expect(page.customers.length).toBeLessThanOrEqual(limit);
    ids.push(...page.customers.map((shown: { customer_id: string }) => shown.customer_id));
    cursor = page.next_cursor;
  } while (cursor);
  return ids;
}
