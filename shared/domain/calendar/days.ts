/** Milliseconds in a day of 24 hours; days here are UTC days, which all have as many. */
export const MS_PER_DAY = 86_400_000;

/** The calendar day of an instant in a time zone, YYYY-MM-DD. */
export function calendarDay(timeZone: string, instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}

/** The day so many days before another, YYYY-MM-DD. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The same day of the year before, YYYY-MM-DD; of 29 February the 28th. */
export function oneYearBefore(day: string): string {
  const [year, monthAndDay] = [Number(day.slice(0, 4)), day.slice(5)];
  return `${String(year - 1).padStart(4, '0')}-${monthAndDay === '02-29' ? '02-28' : monthAndDay}`;
}

/** The first day of the window that ends on `asOf`, or null for all of history. */
export function windowStart(asOf: string, months: number | null): string | null {
  if (months === null) return null;
  const [year = 0, month = 1, day = 1] = asOf.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 - months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(day, last) + 1)).toISOString().slice(0, 10);
}

type Days = readonly (string | null | undefined)[];

/** The earliest of some days, null where there is none. */
export const earliest = (days: Days): string | null => days.flatMap((day) => day ?? []).toSorted()[0] ?? null;

/** The latest of some days, null where there is none. */
export const latest = (days: Days): string | null =>
  days
    .flatMap((day) => day ?? [])
    .toSorted()
    .pop() ?? null;
