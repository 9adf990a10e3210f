/** An export of orders as lines. */
export interface ExportFile {
  header: string;
  rows: string[];
  /** The date of a row, YYYY-MM-DD. */
  dayOf: (row: string) => string;
}

/**
 * Reads an export as lines.
 * @param text CSV with commas, one record per line; dates are YYYY-MM-DD or YYYYMMDD, in the first column with "date" in its
 *   name
 * @throws {Error} on a row without a date
 */
export function readExport(text: string): ExportFile {
  const [header = '', ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
  const column = cellsOf(header).findIndex((name) => /date/i.test(name));
  const days = new Map(rows.map((row) => [row, dayIn(cellsOf(row)[column] ?? '')]));
  return { header, rows, dayOf: (row) => days.get(row) ?? '' };
}

export const csvText = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

/** The last date of an export. */
export const newestDay = ({ rows, dayOf }: ExportFile) =>
  rows.map(dayOf).reduce((newest, day) => (day > newest ? day : newest), '');

function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return Array.from(cells, ([, quoted, plain]) => quoted ?? plain ?? '');
}

function dayIn(cell: string): string {
  const [, year, month, day] = cell.match(/^(\d{4})-?(\d\d)-?(\d\d)(?!\d)/) ?? [];
  if (day === undefined) throw new Error(`Expected a day like 2010-12-01 or 20101201, got ${cell}`);
  return `${year}-${month}-${day}`;
}
