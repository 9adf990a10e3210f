import fc from 'fast-check';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { succeededRun, tierNames } from '../../api/query/api-table.ts';
import type { Services } from '../../services.ts';
import { customer, putTiers } from './runs.ts';

/** The customers in a run's data by number: tier and value score. */
export type Shop = ReadonlyMap<number, { tier: string; score: number }>;

/** A customer as readers of a run see it. */
export interface Shown {
  tier: string;
  value_score: number;
  missing_since: string | null;
}

export const BUCKETS = 2;
/** The most customers of a random shop. */
export const CUSTOMERS = 12;
export const idOf = (number: number) => `c${String(number).padStart(3, '0')}`;

/** The ids of all customers that a random shop may have. */
export const ids = Array.from({ length: CUSTOMERS }, (_, number) => idOf(number));

const place = fc.record({
  tier: fc.constantFrom(...tierNames),
  score: fc.integer({ min: 0, max: 9 }).map((n) => n * 10),
});

/** A random shop. @param freq one customer in so many is missing */
export const shopWithout = (freq: number) =>
  fc
    .array(fc.option(place, { nil: undefined, freq }), { minLength: CUSTOMERS, maxLength: CUSTOMERS })
    .map((places): Shop => new Map([...places.entries()].flatMap(([number, it]) => (it ? [[number, it]] : []))));

/**
 * The expected results of a run, by a plain second implementation.
 * @param before the expected results of the previous run
 * @param keeps whether missing customers are kept
 */
export function shownAfter(before: ReadonlyMap<string, Shown>, shop: Shop, asOf: string, keeps: boolean) {
  const shown = new Map<string, Shown>();
  for (const [id, state] of before) {
    if (keeps) shown.set(id, { ...state, missing_since: state.missing_since ?? asOf });
  }
  for (const [number, { tier, score }] of shop) {
    shown.set(idOf(number), { tier, value_score: score, missing_since: null });
  }
  return shown;
}

/** Writes a run with all its tiers, as `assign-tiers` does. */
export async function putShop(services: Services, runId: string, shop: Shop, asOf: string, keeps: boolean) {
  const policy = { publish: { vanished: { keepMonths: keeps ? null : 0 } } };
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const rows = [...shop].filter(([number]) => number % BUCKETS === bucket);
    const customers = rows.map(([number, { tier, score }]) => customer(idOf(number), tier, score, { as_of: asOf }));
    await putTiers(services, runId, customers, { policy, asOf, bucket });
  }
  await services.runs.putRun({ ...succeededRun(runId), as_of_requested: asOf });
}

export async function publishShop(services: Services, runId: string): Promise<void> {
  for (let bucket = 0; bucket < BUCKETS; bucket++) await publishBucket(services, runId, bucket);
}

export const publishBucket = (services: Services, runId: string, bucket: number) =>
  publish({ runId, bucket }, services.as('stages/publish'));

/** The tier's customers in list order: by value, then by id, highest first. */
export function listOf(shown: ReadonlyMap<string, Shown>, tier: string): string[] {
  return [...shown]
    .filter(([, state]) => state.tier === tier)
    .toSorted(([a, { value_score: x }], [b, { value_score: y }]) => y - x || (a < b ? 1 : -1))
    .map(([id]) => id);
}

export { tierNames };
