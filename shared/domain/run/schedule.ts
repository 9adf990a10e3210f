import { MS_PER_DAY } from '../calendar/days.ts';
/** When runs start by themselves: once a month. */
export interface Schedule {
  /** Day of the month, 1 to 28. */
  day: number;
  /** Hour of that day, 0 to 23. */
  hour: number;
  /** IANA name of the time zone that both are in. */
  timeZone: string;
}

/**
 * How long it is until the next scheduled run, in whole seconds.
 * @param now milliseconds since 1970
 * @param atMost the answer where it is longer than that
 */
export function secondsUntilNextRun(schedule: Schedule, now: number, atMost: number): number {
  // No zone is a day away from UTC, and to load what is known of zones takes longer than all else here.
  const soonest = nextInUtc(schedule, now - MS_PER_DAY) - MS_PER_DAY;
  if (soonest - now > atMost * 1000) return atMost;
  const start = nextInUtc(schedule, now + offsetAt(schedule.timeZone, now));
  // The clocks may be put forward or back before then.
  const instant = start - offsetAt(schedule.timeZone, start - offsetAt(schedule.timeZone, now));
  return Math.min(atMost, Math.max(0, Math.floor((instant - now) / 1000)));
}

/** The first day and hour of the schedule after an instant, as if its zone were UTC. */
function nextInUtc({ day, hour }: Schedule, instant: number): number {
  const date = new Date(instant);
  const inMonth = (month: number) => Date.UTC(date.getUTCFullYear(), month, day, hour);
  const first = inMonth(date.getUTCMonth());
  return first > instant ? first : inMonth(date.getUTCMonth() + 1);
}

/** By how many milliseconds the clocks of a time zone are ahead of UTC. */
function offsetAt(timeZone: string, instant: number): number {
  const second = Math.floor(instant / 1000) * 1000;
  const shown = new Date(second).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - second;
}
