import { randomLcg } from 'd3-random';

/** How an export is cut into drops. */
export interface Cut {
  drops: number;
  /** How many days each drop reaches into those beside it. */
  overlapDays: number;
  /** Of the shuffle. */
  seed: number;
}

/**
 * Cuts an export by day into drops of about equally many days, as a shop that exports "the last weeks" over and over
 * would: each reaches into its neighbours, and its rows are in no order.
 * @param dayOf the day that decides where a row belongs, YYYY-MM-DD; rows that must stay together have the same
 * @returns the rows of each drop, drops by date
 */
export function overlappingDrops<Row>(
  rows: readonly Row[],
  dayOf: (row: Row) => string,
  { drops, overlapDays, seed }: Cut,
): Row[][] {
  const days = [...new Set(rows.map(dayOf))].toSorted();
  const bound = (drop: number) => Math.round((drop * days.length) / drops);
  const random = randomLcg(seed);
  return Array.from({ length: drops }, (_, drop) => {
    const first = days[Math.max(0, bound(drop) - overlapDays)] ?? '';
    const last = days[Math.min(days.length, bound(drop + 1) + overlapDays) - 1] ?? '';
    return shuffled(
      rows.filter((row) => dayOf(row) >= first && dayOf(row) <= last),
      random,
    );
  });
}

/** The rows in another order. @param random gives numbers from 0 to below 1 */
export function shuffled<Row>(rows: readonly Row[], random: () => number): Row[] {
  return rows
    .map((row) => ({ row, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ row }) => row);
}
