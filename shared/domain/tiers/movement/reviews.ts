import type { MovementPolicy } from './movement-policy.ts';

/**
 * The days of the monthly reviews after a day: those on which runs start by themselves.
 * @param asOf YYYY-MM-DD
 * @param day of the month, 1 to 28
 * @returns so many days, YYYY-MM-DD, ascending
 */
export function reviewsAfter(asOf: string, day: number, count: number): string[] {
  const [year = 0, month = 1, date = 1] = asOf.split('-').map(Number);
  const first = date < day ? month - 1 : month;
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, first + index, day)).toISOString().slice(0, 10),
  );
}

/** The reviews within which a demotion that is on its way comes, after protection and all runs it takes. */
export const projectedReviews = ({ demotion, protectNewDays }: MovementPolicy) =>
  Math.ceil(protectNewDays / 28) + demotion.runs + 1;
