import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openArchive } from '../../../../shared/adapters/zip-archive.ts';
import type { Reading } from '../../../../shared/domain/intake/reading.ts';
import { EmptyUploadError, InputError, UnreadableUploadError } from '../../../../shared/errors.ts';
import { csvLine } from './csv-line.ts';
import { findHeader } from './header.ts';
import { checkLine, type Limits, textWithin } from './limits.ts';
import { tableStart } from './table-start.ts';
import { openWorkbook, type Workbook } from './workbook.ts';

/** Number of rows used to find the start and width of the table. */
const COMPARED_ROWS = 50;

export interface WorkbookText {
  /** The sheet, or the sheets of one header, separated by commas. */
  sheet: string;
  /** Sheets that were not read. */
  otherSheets: string[];
  headers: string[];
  hasHeader: boolean;
  skippedLines: number;
}

/**
 * Recognises a table by its header and first rows.
 * @returns the dataset; undefined for anything else, such as a cover sheet
 */
export type RecogniseTable = (headers: readonly string[], rows: readonly (readonly string[])[]) => string | undefined;

/** Columns in which a merged cell counts once, for all of its rows. */
const moneyHeaders =
  /amount|total|price|paid|sum\b|value|revenue|sales|spen[dt]|refund|discount|q(uanti)?ty|quantity|pieces|units|betrag|preis|menge|summe|montant|importe|金额|总价|合计|小计|单价|价格|实付|应付|付款|退款|优惠|数量|件数|金額|合計|數量/i;

interface Sheet {
  name: string;
  headers: string[];
  hasHeader: boolean;
  skipped: number;
  dataset: string | undefined;
}

/**
 * Writes the data of an Excel file as delimited text: the sheet named in the policy; or else the one that is recognised as data, of
 * orders if there are several; or all sheets with its columns. Without any, it is the first visible sheet.
 * @throws {EmptyUploadError} if the sheet is empty
 * @throws {UnreadableUploadError} if the file is damaged, a limit is exceeded, there is no such sheet, or several sheets of one
 *   dataset have different columns
 */
export async function workbookText(
  file: string,
  target: string,
  reading: Reading,
  limits: Limits,
  recognise?: RecogniseTable,
): Promise<WorkbookText> {
  const archive = await openArchive(file);
  try {
    const workbook = await openWorkbook(archive, limits);
    const sheets = await chooseSheets(workbook, reading, limits, recognise);
    const [{ headers, hasHeader }] = sheets;
    const chosen = sheets.map(({ name }) => name);
    const otherSheets = workbook.sheets.map(({ name }) => name).filter((name) => !chosen.includes(name));
    await pipeline(
      csvLines(workbook, sheets, limits),
      (lines) => textWithin(limits, lines),
      createWriteStream(target, 'latin1'),
    );
    const skippedLines = sheets.reduce((sum, { skipped }) => sum + skipped, 0);
    return { sheet: chosen.join(', '), otherSheets, headers, hasHeader, skippedLines };
  } finally {
    archive.close();
  }
}

type Sheets = [Sheet, ...Sheet[]];

async function chooseSheets(
  workbook: Workbook,
  reading: Reading,
  limits: Limits,
  recognise: RecogniseTable | undefined,
): Promise<Sheets> {
  const first = chooseSheet(workbook, reading.sheet);
  const visible = workbook.sheets.filter(({ isHidden }) => !isHidden).slice(0, MAX_SHEETS);
  if (reading.sheet !== undefined || recognise === undefined || visible.length === 1)
    return [await openSheet(workbook, first, reading, limits)];
  const tables: Sheet[] = [];
  for (const { name } of visible) {
    const sheet = await openSheet(workbook, name, reading, limits, recognise).catch((error: Error) => {
      if (error instanceof InputError) return undefined;
      throw error;
    });
    if (sheet?.dataset !== undefined) tables.push(sheet);
  }
  const dataset = tables.find((sheet) => sheet.dataset === 'orders')?.dataset ?? tables[0]?.dataset;
  const [one, ...more] = tables.filter((sheet) => sheet.dataset === dataset);
  if (!one) return [await openSheet(workbook, first, reading, limits)];
  if (more.every(({ headers }) => isSameTable(headers, one.headers))) return [one, ...more];
  const names = [one, ...more].map(({ name }) => `"${name}"`).join(', ');
  throw new UnreadableUploadError(
    `The Excel file has several tables of ${dataset} with different columns, on its sheets ${names}: upload each as a file of its own, or name one in the policy: {"reading":{"${dataset}":{"sheet":"${one.name}"}}} with the file in inbox/${dataset}/`,
  );
}

const MAX_SHEETS = 50;

const comparable = (headers: readonly string[]) => headers.map((header) => header.trim().toLowerCase());
/** Whether two tables have the same columns, in any order. */
const isSameTable = (one: readonly string[], other: readonly string[]) =>
  comparable(one).toSorted().join('\n') === comparable(other).toSorted().join('\n');

/** Finds the header of a sheet and, if asked, what its table is. */
async function openSheet(
  workbook: Workbook,
  name: string,
  reading: Reading,
  limits: Limits,
  recognise?: RecogniseTable,
): Promise<Sheet> {
  const rows = await workbook.rows(name);
  const first = await firstRows(rows);
  await rows.return(undefined);
  if (first.length === 0) throw new EmptyUploadError(`The sheet "${name}" is empty`);
  const { skipped: titles } = tableStart(first);
  const { hasHeader, skipped, headers } = findHeader(first, { titles }, reading, limits);
  const data = first.slice(hasHeader ? skipped + 1 : skipped);
  return { name, headers, hasHeader, skipped, dataset: data.length > 0 ? recognise?.(headers, data) : undefined };
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

async function* csvLines(workbook: Workbook, sheets: Sheets, { lineBytes }: Limits): AsyncGenerator<string> {
  const [{ headers }] = sheets;
  const line = (row: readonly string[]) => {
    checkLine(
      row.reduce((sum, cell) => sum + cell.length, 0),
      lineBytes,
    );
    const cells = padded(row, headers.length).map((cell) => cell || undefined);
    return Buffer.from(csvLine(cells)).toString('latin1');
  };
  yield line(headers);
  for (const sheet of sheets) {
    const names = comparable(sheet.headers);
    const places = comparable(headers).map((header) => names.indexOf(header));
    const isInOrder = places.every((place, column) => place === column);
    let above = sheet.hasHeader ? sheet.skipped + 1 : sheet.skipped;
    const isFilled = (column: number) => !moneyHeaders.test(sheet.headers[column] ?? '');
    for await (const row of await workbook.rows(sheet.name, isFilled)) {
      if (above > 0) above -= 1;
      else yield line(isInOrder ? row : places.map((place) => row[place] ?? ''));
    }
  }
}
