import { randomLcg } from 'd3-random';

/** How to cut an export into drops. */
export interface Cut {
  drops: number;
  /** Number of days by which each drop overlaps its neighbours. */
  overlapDays: number;
  /** Seed of the shuffle. */
  seed: number;
}

/**
 * Cuts an export by day into drops of about equal length, like a shop that repeatedly exports "the last weeks": drops overlap,
 * and their rows are shuffled.
 * @param dayOf the date by which a row is assigned, YYYY-MM-DD; equal for rows that must stay together
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

/** Shuffles rows. @param random returns numbers from 0 (inclusive) to 1 (exclusive) */
export function shuffled<Row>(rows: readonly Row[], random: () => number): Row[] {
  return rows
    .map((row) => ({ row, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ row }) => row);
}
