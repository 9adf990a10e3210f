/** Maximum number of lines above the header: title, account and period of a report. */
const MAX_TITLE_LINES = 20;

export interface TableStart {
  /** Number of rows above the table. */
  skipped: number;
  /** The most frequent number of columns among rows with several. */
  width: number;
  /** Share of the table's rows that have this width. */
  evenness: number;
}

/**
 * Finds the first row of a table. Rows above it count as titles if they fill one cell, or two in a table with at least four
 * columns, and the next row fills more: a table with that many columns does not name only one of them.
 * @param rows the first rows of a file, cells as text
 */
export function tableStart(rows: readonly (readonly string[])[]): TableStart {
  const width = mostFrequent(rows.map((row) => row.length));
  const titleCells = width >= 4 ? 2 : width === 3 ? 1 : 0;
  const first = rows.findIndex((row) => filledCells(row) > titleCells);
  const skipped = first > 0 && first <= MAX_TITLE_LINES && rows[first]?.length === width ? first : 0;
  const table = rows.slice(skipped);
  return { skipped, width, evenness: table.filter((row) => row.length === width).length / (table.length || 1) };
}

const filledCells = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '').length;

/** The most frequent row width; rows with one cell count only if no row has more. Of equal counts, the first wins. */
function mostFrequent(widths: readonly number[]): number {
  const several = widths.filter((width) => width > 1);
  if (several.length === 0) return widths.length > 0 ? 1 : 0;
  const counts = new Map<number, number>();
  for (const width of several) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

/** Patterns that match data but not column names. */
const kinds = [
  /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b/,
  /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  /^[-+]?\d+[.,]\d+$|^\d{5,}$/,
];

/**
 * Whether a supposed header row is data: it has a date, an e-mail address, a decimal or a long number in a column that has the
 * same kind of value in all rows below.
 */
export function looksLikeData(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  return first.some((cell, column) => {
    const kind = kinds.find((pattern) => pattern.test(cell.trim()));
    const others = below.map((row) => row[column]?.trim() ?? '').filter((text) => text !== '');
    return kind !== undefined && others.length > 0 && others.every((text) => kind.test(text));
  });
}
