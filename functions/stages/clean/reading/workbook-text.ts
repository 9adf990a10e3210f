import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openArchive } from '../../../../shared/adapters/zip-archive.ts';
import type { Reading } from '../../../../shared/domain/intake/reading.ts';
import { EmptyUploadError, UnreadableUploadError } from '../../../../shared/errors.ts';
import { csvLine } from './csv-line.ts';
import { findHeader } from './header.ts';
import { checkLine, type Limits, textWithin } from './limits.ts';
import { tableStart } from './table-start.ts';
import { openWorkbook, type Workbook } from './workbook.ts';

/** Number of rows used to find the start and width of the table. */
const COMPARED_ROWS = 50;

export interface WorkbookText {
  sheet: string;
  /** Sheets that were not read. */
  otherSheets: string[];
  headers: string[];
  hasHeader: boolean;
  skippedLines: number;
}

/**
 * Writes one sheet of an Excel file as delimited text: the one named in the policy, or the first visible one.
 * @throws {EmptyUploadError} if the sheet is empty
 * @throws {UnreadableUploadError} if the file is damaged, a limit is exceeded, or there is no such sheet
 */
export async function workbookText(
  file: string,
  target: string,
  reading: Reading,
  limits: Limits,
): Promise<WorkbookText> {
  const archive = await openArchive(file);
  try {
    const workbook = await openWorkbook(archive, limits);
    const sheet = chooseSheet(workbook, reading.sheet);
    const otherSheets = workbook.sheets.map(({ name }) => name).filter((name) => name !== sheet);
    const rows = await workbook.rows(sheet);
    const first = await firstRows(rows);
    if (first.length === 0) throw new EmptyUploadError(`The sheet "${sheet}" is empty`);
    const { skipped: titles } = tableStart(first);
    const { hasHeader, skipped, headers } = findHeader(first, { titles }, reading, limits);
    await pipeline(
      csvLines(headers, first.slice(hasHeader ? skipped + 1 : skipped), rows, limits),
      (lines) => textWithin(limits, lines),
      createWriteStream(target, 'latin1'),
    );
    return { sheet, otherSheets, headers, hasHeader, skippedLines: skipped };
  } finally {
    archive.close();
  }
}

function chooseSheet({ sheets }: Workbook, wanted: string | undefined): string {
  const found = sheets.find(({ name, isHidden }) => (wanted === undefined ? !isHidden : name.trim() === wanted.trim()));
  if (found) return found.name;
  const names = sheets.map(({ name }) => `"${name}"`).join(', ');
  throw new UnreadableUploadError(`The Excel file has no sheet "${wanted ?? ''}": found ${names || 'none'}`);
}

/** The first rows, padded to the widest. */
async function firstRows(rows: AsyncGenerator<string[]>): Promise<string[][]> {
  const first: string[][] = [];
  while (first.length < COMPARED_ROWS) {
    const { value, done } = await rows.next();
    if (done) break;
    first.push(value);
  }
  const width = Math.max(...first.map((row) => row.length));
  return first.map((row) => padded(row, width));
}

const padded = (row: readonly string[], width: number) => [
  ...row,
  ...Array.from({ length: Math.max(width - row.length, 0) }, () => ''),
];

async function* csvLines(
  headers: readonly string[],
  first: readonly string[][],
  others: AsyncGenerator<string[]>,
  { lineBytes }: Limits,
): AsyncGenerator<string> {
  const line = (row: readonly string[]) => {
    checkLine(
      row.reduce((sum, cell) => sum + cell.length, 0),
      lineBytes,
    );
    const cells = padded(row, headers.length).map((cell) => cell || undefined);
    return Buffer.from(csvLine(cells)).toString('latin1');
  };
  yield line(headers);
  for (const row of first) yield line(row);
  for await (const row of others) yield line(row);
}
