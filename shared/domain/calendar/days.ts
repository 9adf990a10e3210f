/** Milliseconds in a UTC day. */
export const MS_PER_DAY = 86_400_000;

/** Returns the date of an instant in a time zone, YYYY-MM-DD. */
export function calendarDay(timeZone: string, instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}

/** Subtracts days from a date, YYYY-MM-DD. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Returns the same date one year earlier, YYYY-MM-DD; 28 February for 29 February. */
export function oneYearBefore(day: string): string {
  const [year, monthAndDay] = [Number(day.slice(0, 4)), day.slice(5)];
  return `${String(year - 1).padStart(4, '0')}-${monthAndDay === '02-29' ? '02-28' : monthAndDay}`;
}

/** Returns the first day of the window that ends on `asOf`; null for all history. */
export function windowStart(asOf: string, months: number | null): string | null {
  if (months === null) return null;
  const [year = 0, month = 1, day = 1] = asOf.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 - months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(day, last) + 1)).toISOString().slice(0, 10);
}

type Days = readonly (string | null | undefined)[];

/** Returns the earliest of several dates; null without any. */
export const earliest = (days: Days): string | null => days.flatMap((day) => day ?? []).toSorted()[0] ?? null;

/** Returns the latest of several dates; null without any. */
export const latest = (days: Days): string | null =>
  days
    .flatMap((day) => day ?? [])
    .toSorted()
    .pop() ?? null;
