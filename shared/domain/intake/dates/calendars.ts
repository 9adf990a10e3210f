/** A calendar whose months and days are ours, and whose years count from elsewhere. */
export interface Calendar {
  name: 'buddhist' | 'minguo' | 'reiwa';
  /** Our year minus that of the calendar. */
  years: number;
  /** What stands before the year, the year, and what follows it; valid in RE2 and JavaScript. */
  pattern: string;
}

const calendars: readonly Calendar[] = [
  { name: 'buddhist', years: -543, pattern: String.raw`(^|\D)(2[45]\d\d)(\D|$)` },
  { name: 'minguo', years: 1911, pattern: String.raw`^(?:民[國国])?()\s?(1\d\d|(?:\d\d))([-/.年])` },
  { name: 'reiwa', years: 2018, pattern: String.raw`^(?:令和|R)()(\d{1,2})([-/.年])` },
];
/** What every date of a Minguo column begins with: the word, or a year of three digits. */
const minguoDate = /^(民[國国]|1\d\d[-/.年])/;

/** Finds the calendar in which all dates of a sample are written, if it is not ours. */
export function detectCalendar(values: readonly string[]): Calendar | undefined {
  if (values.length === 0) return undefined;
  return calendars.find(
    ({ name, pattern }) =>
      values.every((value) => new RegExp(pattern).test(value)) &&
      (name !== 'minguo' || values.every((value) => minguoDate.test(value))),
  );
}
