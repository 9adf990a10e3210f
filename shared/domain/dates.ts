/** How dates are written, most common first; strptime patterns. */
const unambiguous = [
  '%Y-%m-%d',
  '%Y/%m/%d',
  '%Y.%m.%d',
  '%Y%m%d',
  '%Y年%m月%d日',
  '%d-%b-%Y',
  '%d %b %Y',
  '%b %d, %Y',
  '%d %B %Y',
  '%B %d, %Y',
] as const;
const monthFirst = ['%m/%d/%Y', '%m-%d-%Y', '%m/%d/%y'] as const;
const dayFirst = ['%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y', '%d/%m/%y', '%d.%m.%y'] as const;
const times = [
  '',
  ' %H:%M:%S',
  ' %H:%M',
  'T%H:%M:%S',
  'T%H:%M',
  ' %H:%M:%S.%g',
  'T%H:%M:%S.%g',
  ' %I:%M:%S %p',
  ' %I:%M %p',
];

const withTimes = (days: readonly string[]) => days.flatMap((day) => times.map((time) => day + time));
const dayFirstFormats = new Set(withTimes(dayFirst));
const monthFirstFormats = new Set(withTimes(monthFirst));

/** Every pattern that dates are tried with. */
export const dateFormats: readonly string[] = withTimes([...unambiguous, ...monthFirst, ...dayFirst]);

/**
 * Chooses how a column's dates are read: the patterns that read any of its values, the one that reads most first.
 * A column is day-first or month-first as a whole: the reading that fits more values wins, so that values the other
 * reading alone could take are refused rather than guessed.
 * @param counts how many sampled values each pattern of {@link dateFormats} reads
 * @param preferDayFirst decides when both readings fit equally many values
 */
export function chooseDateFormats(counts: ReadonlyMap<string, number>, preferDayFirst: boolean): string[] {
  const total = (formats: ReadonlySet<string>) =>
    [...formats].reduce((sum, format) => sum + (counts.get(format) ?? 0), 0);
  const days = total(dayFirstFormats);
  const months = total(monthFirstFormats);
  const refused = days > months || (days === months && preferDayFirst) ? monthFirstFormats : dayFirstFormats;
  return [...counts]
    .filter(([format, count]) => count > 0 && !refused.has(format))
    .toSorted(([, a], [, b]) => b - a)
    .map(([format]) => format);
}
