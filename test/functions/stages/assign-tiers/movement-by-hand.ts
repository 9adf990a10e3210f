import type { MovementPolicy } from '../../../../shared/domain/tiers/movement/movement-policy.ts';

/** The input of a run for one customer: ranks by the lines and by the lines with the margin; 0 is the highest. */
export interface Seen {
  customer_id: string;
  earned: number;
  kept: number;
  tenure_days: number;
  recency_days: number;
}

/** The result of a run for one customer. */
export interface Held {
  customer_id: string;
  rank: number;
  runs_below: number;
  counted_on: string | null;
}

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const dayAfter = (day: string, count: number) =>
  new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);

/** The movement rules as in the policy docs, one customer at a time. */
export function moved(
  seen: Seen,
  held: Held | undefined,
  { demotion, protectNewDays, expireAfterDays }: MovementPolicy,
  asOf: string,
  tiers: number,
): Held {
  const { customer_id, earned, kept, recency_days, tenure_days } = seen;
  const stays = { customer_id, runs_below: 0, counted_on: held?.counted_on ?? null };
  if (expireAfterDays !== null && recency_days > expireAfterDays) return { ...stays, rank: tiers - 1 };
  if (!held || earned <= held.rank) return { ...stays, rank: earned };
  if (kept <= held.rank || tenure_days < protectNewDays) return { ...stays, rank: held.rank };
  const counts = held.counted_on === null || days(held.counted_on, asOf) >= demotion.minDaysBetween;
  const runs_below = held.runs_below + (counts ? 1 : 0);
  const counted_on = counts ? asOf : held.counted_on;
  if (runs_below < demotion.runs) return { customer_id, rank: held.rank, runs_below, counted_on };
  return { customer_id, rank: demotion.steps === 'one' ? held.rank + 1 : kept, runs_below: 0, counted_on };
}

/** Repeats monthly runs without any change until the customer loses the tier. */
export function projectedDemotion(
  seen: Seen,
  left: Held,
  rules: MovementPolicy,
  asOf: string,
  tiers: number,
): [on: string | null, rank: number | null] {
  const reviews = Math.ceil(rules.protectNewDays / 28) + rules.demotion.runs + 1;
  let held = left;
  let review = asOf;
  for (let each = 0; each < reviews; each++) {
    review = nextFirst(review);
    const passed = days(asOf, review);
    const then = { ...seen, tenure_days: seen.tenure_days + passed, recency_days: seen.recency_days + passed };
    const after = moved(then, held, rules, review, tiers);
    if (after.rank > left.rank) return [review, after.rank];
    held = { ...after, rank: left.rank };
  }
  return [null, null];
}

/** The first day of the next month. */
export function nextFirst(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return dayAfter(new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10), 0);
}
