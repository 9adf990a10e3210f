import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type FirstLineFiller, firstLineLayout } from '../../../shared/domain/intake/columns/first-line-layout.ts';
import { type Mapping, recogniseColumns } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import { InputError } from '../../../shared/errors.ts';
import { csvLine } from './reading/csv-line.ts';
import { defaultLimits } from './reading/limits.ts';
import { recordSplitter, type TextRecord } from './reading/records.ts';
import { NO_TEXT, takeHead, utf8Text } from './reading/utf8-text.ts';
import type { TextFile } from './text-file.ts';

const SAMPLED_ROWS = 1000;

/**
 * Completes an orders file whose orders have their date, customer and number on their first line only: the lines below get them
 * too. Leaves any other file as it is.
 * @param wanted dataset of the inbox folder, if any
 * @param mappings the policy's columns
 * @param target where to write the completed file
 * @returns the file to read, and the number of completed lines; 0 if it is the same file
 */
export async function completeLines(
  text: TextFile,
  target: string,
  wanted: Dataset | undefined,
  mappings: Readonly<Record<Dataset, Mapping>>,
): Promise<{ text: TextFile; completed: number }> {
  const { head, isWhole } = await takeHead(utf8Text(text.path, 'utf-8'));
  const records = split(text)(head, isWhole).slice(1, SAMPLED_ROWS + 1);
  const sample = records.filter(isRow(text)).map(({ fields }) => fields.map(decodeUtf8));
  const createFiller = mayHaveFirstLines(sample) ? findLayout(text.headers, sample, wanted, mappings) : undefined;
  if (!createFiller) return { text, completed: 0 };

  const count = { completed: 0 };
  await pipeline(completedText(text, createFiller(), count), createWriteStream(target, 'latin1'));
  return { text: { ...text, path: target }, completed: count.completed };
}

/** Whether some row lacks at least two cells that the first row has, which is quick to see. */
function mayHaveFirstLines([first, ...others]: readonly (readonly string[])[]): boolean {
  return others.some((row) => row.filter((cell, column) => cell === '' && first?.[column] !== '').length >= 2);
}

function findLayout(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
  wanted: Dataset | undefined,
  mappings: Readonly<Record<Dataset, Mapping>>,
) {
  try {
    const { dataset, mapping } = recogniseColumns<Dataset>(headers, wanted, mappings, sample);
    return dataset === 'orders' ? firstLineLayout(headers, mapping, sample) : undefined;
  } catch (error) {
    // Recognition of the whole file reports what is wrong with it.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const split = ({ delimiter, headers }: TextFile) =>
  recordSplitter({ delimiter, quote: '"', escaping: 'doubled' }, defaultLimits, headers.length);

const isRow =
  ({ headers }: TextFile) =>
  ({ fields, raw, isFaulty }: TextRecord) =>
    !isFaulty && fields.length === headers.length && !raw.includes(NO_TEXT);

/** The text of the file with completed lines. Text has one character per byte, as {@link utf8Text} yields it. */
async function* completedText(text: TextFile, filler: FirstLineFiller, count: { completed: number }) {
  const records = split(text);
  const isLine = isRow(text);
  let isHeader = true;
  let held: TextRecord | undefined;

  function lineOf(record: TextRecord, isLast: boolean): string {
    const cells = isLine(record) && !isHeader ? filler.fill(record.fields.map(decodeUtf8), isLast) : undefined;
    // A malformed line may be the first of an order, so the lines below it belong to an unknown one.
    if (!isLine(record) && record.raw !== '') filler.interrupt();
    isHeader = false;
    if (!cells) return `${record.raw}\n`;
    count.completed += 1;
    const line = csvLine(
      cells.map((cell) => cell || undefined),
      text.delimiter,
    );
    return Buffer.from(line).toString('latin1');
  }

  /** Holds the last record back: it may be the total of the lines above. */
  function linesOf(some: readonly TextRecord[]): string {
    const all = held ? [held, ...some] : some;
    held = all.at(-1);
    return all
      .slice(0, -1)
      .map((record) => lineOf(record, false))
      .join('');
  }

  for await (const chunk of utf8Text(text.path, 'utf-8')) yield linesOf(records(chunk));
  yield linesOf(records('', true));
  if (held) yield lineOf(held, true);
}

/** Decodes a string that holds one UTF-8 byte per character. */
const decodeUtf8 = (bytes: string) => Buffer.from(bytes, 'latin1').toString();
