import { MS_PER_DAY } from '../calendar/days.ts';

/** The schedule of monthly runs. */
export interface Schedule {
  /** Day of the month, 1 to 28. */
  day: number;
  /** Hour of that day, 0 to 23. */
  hour: number;
  /** IANA name of the time zone. */
  timeZone: string;
}

/** The first of each month at 03:00 UTC. */
export const defaultSchedule: Schedule = { day: 1, hour: 3, timeZone: 'Etc/UTC' };

/**
 * Returns the next scheduled run after an instant, in milliseconds since 1970-01-01 UTC. An hour that the clocks skip counts as
 * the one after it, and of an hour that they repeat the first counts, so that every month has one run.
 * @param after milliseconds since 1970-01-01 UTC
 */
export function nextScheduledRun(schedule: Schedule, after: number): number {
  const { timeZone } = schedule;
  const start = nextInUtc(schedule, after + offsetAt(timeZone, after));
  // Clocks change at most once between these two.
  const [before, later] = [offsetAt(timeZone, start - MS_PER_DAY), offsetAt(timeZone, start + MS_PER_DAY)];
  if (before === later) return start - before;
  const earliest = start - Math.max(before, later);
  return offsetAt(timeZone, earliest) === start - earliest ? earliest : start - Math.min(before, later);
}

/**
 * Returns the time until the next scheduled run, in whole seconds.
 * @param now milliseconds since 1970-01-01 UTC
 * @param atMost upper limit of the result, in seconds
 */
export function secondsUntilNextRun(schedule: Schedule, now: number, atMost: number): number {
  // Every zone is within a day of UTC. Loading time zone data is the slowest part, so it is avoided for distant runs.
  const soonest = nextInUtc(schedule, now - MS_PER_DAY) - MS_PER_DAY;
  if (soonest - now > atMost * 1000) return atMost;
  return Math.min(atMost, Math.floor((nextScheduledRun(schedule, now) - now) / 1000));
}

/** Returns the next scheduled start after an instant, as if the time zone were UTC. */
function nextInUtc({ day, hour }: Schedule, instant: number): number {
  const date = new Date(instant);
  const inMonth = (month: number) => Date.UTC(date.getUTCFullYear(), month, day, hour);
  const first = inMonth(date.getUTCMonth());
  return first > instant ? first : inMonth(date.getUTCMonth() + 1);
}

/** Returns the offset of a time zone from UTC at an instant, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  const second = Math.floor(instant / 1000) * 1000;
  const local = new Date(second).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${local.replace(' ', 'T')}Z`) - second;
}
