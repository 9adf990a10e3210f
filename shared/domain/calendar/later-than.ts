/**
 * The time of a clock that never goes back.
 * @param previous the last time that it showed; ISO 8601, UTC
 * @param now the time of the machine's clock; ISO 8601, UTC
 * @returns `now`, or a millisecond after `previous` if that is later; ISO 8601, UTC, in milliseconds
 */
export function laterThan(previous: string, now: string): string {
  return new Date(Math.max(Date.parse(now), Date.parse(previous) + 1)).toISOString();
}
