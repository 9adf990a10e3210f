import type { MovementPolicy } from './movement-policy.ts';

/**
 * Returns the dates of the next scheduled monthly runs.
 * @param asOf YYYY-MM-DD; reviews are later than this
 * @param day day of the month, 1 to 28
 * @returns `count` dates, YYYY-MM-DD, ascending
 */
export function reviewsAfter(asOf: string, day: number, count: number): string[] {
  const [year = 0, month = 1, date = 1] = asOf.split('-').map(Number);
  const first = date < day ? month - 1 : month;
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, first + index, day)).toISOString().slice(0, 10),
  );
}

/** The number of reviews to project: enough for protection to end and for all runs of the grace. */
export const projectedReviews = ({ demotion, protectNewDays }: MovementPolicy) =>
  Math.ceil(protectNewDays / 28) + demotion.runs + 1;
