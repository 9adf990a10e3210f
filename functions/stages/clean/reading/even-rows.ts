import { totalLabel } from '../../../../shared/domain/intake/vocabulary/total-words.ts';

/** Share of a column's values that have its form. */
const MIN_SHARE = 0.95;
/** Values that show that a column has no numbers. */
const MIN_VALUES = 5;
/** Share of rows that makes a shorter width one that the export writes on purpose. */
const COMMON = 0.2;
const MIN_COMMON = 3;
/** Digits that a number may have beyond those of its column: a bar code is no quantity. */
const MORE_DIGITS = 3;

const isNumber = (text: string) => /^[-+(]?\W{0,4}\d[\d.,\s']*\W{0,4}$/.test(text);
const isDate = (text: string) => /^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}/.test(text);
const digits = (text: string) => text.replaceAll(/\D/g, '').length;

type Fits = (text: string) => boolean;
/** What the values of a column look like, and whether a text looks like them. */
interface Form {
  kind: 'date' | 'number' | 'text';
  fits: Fits;
}
type Row = readonly string[];

/**
 * Recognises a table in which some rows lack their trailing empty cells, or have empty ones more than the header.
 * @param rows the first rows below the header, cells as text in any encoding
 * @param width number of columns of the header
 * @returns a function that gives a row the width of the table: undefined if its cells do not look like those of their columns, so
 *   that some may be missing elsewhere; or undefined if all rows have that width or none can be read
 */
export function rowEvener(rows: readonly Row[], width: number): ((row: Row) => string[] | undefined) | undefined {
  if (width < 2 || rows.every((row) => row.length === width)) return undefined;
  const whole = rows.filter((row) => row.length === width);
  const usual = whole.length * 2 >= rows.length ? whole : rows;
  const columns = Array.from({ length: width }, (_, column) => usual.map((row) => row[column]?.trim() ?? ''));
  const forms = columns.map(columnForm);
  const isCommon = (length: number) =>
    length > 1 && rows.filter((row) => row.length === length).length >= Math.max(COMMON * rows.length, MIN_COMMON);
  const common = new Set(rows.map((row) => row.length).filter(isCommon));
  const isOptional = Array.from({ length: width }, (_, column) => whole.some((row) => row[column]?.trim() === ''));
  const isDated = columns.map((cells, column) => !isOptional[column] && cells.filter(isDate).length * 2 > cells.length);
  /**
   * Whether a row that ends early may be whole: it has a date if the others do, and most cells, and lacks the last one or those that
   * others leave empty.
   */
  const mayEnd = (length: number) =>
    !isDated.slice(length).some(Boolean) &&
    (common.has(length) || (length * 2 > width && (length === width - 1 || isOptional.slice(length).every(Boolean))));

  const even = (row: Row): string[] | undefined => {
    if (row.length > width)
      return row.slice(width).every((cell) => cell.trim() === '') ? row.slice(0, width) : undefined;
    const isTotal = row.length > 1 && row.some((cell) => totalLabel.test(cell));
    if (!isTotal && !mayEnd(row.length)) return undefined;
    return isTotal || isInPlace(row, forms)
      ? [...row, ...Array.from({ length: width - row.length }, () => '')]
      : undefined;
  };
  return rows.some((row) => row.length !== width && even(row)) ? even : undefined;
}

/**
 * Whether the cells of a row look like those of their columns. Words say little: a date, or two numbers, must show that the row is not
 * shifted.
 */
function isInPlace(row: Row, forms: readonly Form[]): boolean {
  const filled = row
    .map((cell, column) => ({ text: cell.trim(), form: forms[column] }))
    .filter(({ text }) => text !== '');
  const has = (kind: Form['kind']) => filled.filter(({ form }) => form?.kind === kind).length;
  return filled.every(({ text, form }) => form?.fits(text)) && (has('date') >= 1 || has('number') >= 2);
}

function columnForm(cells: Row): Form {
  const values = cells.filter((cell) => cell !== '');
  const share = (is: Fits) => values.filter(is).length / (values.length || 1);
  if (share(isDate) >= MIN_SHARE) return { kind: 'date', fits: isDate };
  if (share(isNumber) >= MIN_SHARE) {
    const counts = values.map(digits);
    const [least, most] = [Math.min(...counts) / 2, Math.max(...counts) + MORE_DIGITS];
    return { kind: 'number', fits: (text) => isNumber(text) && digits(text) >= least && digits(text) <= most };
  }
  const areWords = values.length >= MIN_VALUES && !values.some((text) => isNumber(text) || isDate(text));
  return { kind: 'text', fits: areWords ? (text) => !isNumber(text) && !isDate(text) : () => true };
}
