import { type DateSpan, dateOrder } from './dates.ts';

/** The values of a column that a pattern parses. Days are days of the month. */
export interface FormatFigures extends DateSpan {
  format: string;
  count: number;
  firstDay: number;
  lastDay: number;
}

/** Dates needed before days up to 12 are no chance. */
const MIN_DATES = 2;
const LAST_MONTH = 12;

/**
 * Whether a spreadsheet seems to have turned dates as it opened a file: with dates such as 31/01/2024 in a month-first country, it
 * takes those up to the twelfth for dates, day and month exchanged, and leaves the others as text. Such a column has two forms:
 * one written in parts, in which some days are above 12, and another in which none is.
 * @param forms the patterns in use
 */
export function haveHalfTurned(forms: readonly FormatFigures[]): boolean {
  const isInParts = ({ format }: FormatFigures) => dateOrder(format) !== undefined;
  const parts = forms.filter((form) => isInParts(form));
  const others = forms.filter((form) => !isInParts(form));
  const count = others.reduce((sum, form) => sum + form.count, 0);
  return (
    count >= MIN_DATES &&
    parts.some(({ lastDay }) => lastDay > LAST_MONTH) &&
    others.every(({ lastDay }) => lastDay <= LAST_MONTH)
  );
}
