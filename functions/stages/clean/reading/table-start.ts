/** Lines that may stand above the names of the columns: titles, account and period of a report. */
const MAX_TITLE_LINES = 20;

/** Where a table begins among the first rows of a file. */
export interface TableStart {
  /** How many rows stand above the first one of the table. */
  skipped: number;
  /** How many columns most rows have, of those with several. */
  width: number;
  /** The share of rows, from the first one of the table on, that have so many. */
  evenness: number;
}

/**
 * Finds the first row of a table. Rows above it count as titles when they fill one cell, or two of a table of at least
 * four columns, and the row below fills more: a table of so many columns whose first row names only one is none.
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

/** How many cells most rows have; those of one cell count only where no row has more. Of equals the first wins. */
function mostFrequent(widths: readonly number[]): number {
  const several = widths.filter((width) => width > 1);
  if (several.length === 0) return widths.length > 0 ? 1 : 0;
  const counts = new Map<number, number>();
  for (const width of several) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

/** What cells of data look like and names of columns do not. */
const kinds = [
  /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b/,
  /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  /^[-+]?\d+[.,]\d+$|^\d{5,}$/,
];

/**
 * Whether the row that should name the columns is data: it has a date, an e-mail address, a decimal or a long number in
 * a column that has the same in all rows below.
 */
export function looksLikeData(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  return first.some((cell, column) => {
    const kind = kinds.find((pattern) => pattern.test(cell.trim()));
    const others = below.map((row) => row[column]?.trim() ?? '').filter((text) => text !== '');
    return kind !== undefined && others.length > 0 && others.every((text) => kind.test(text));
  });
}
