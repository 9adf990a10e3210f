import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, mkdtemp, open, rm, stat, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { completeLines } from '../../functions/stages/clean/first-lines.ts';
import { defaultLimits } from '../../functions/stages/clean/reading/limits.ts';
import { recordSplitter, type TextRecord } from '../../functions/stages/clean/reading/records.ts';
import { takeHead, utf8Text } from '../../functions/stages/clean/reading/utf8-text.ts';
import { readTextFile, type TextFile } from '../../functions/stages/clean/text-file.ts';
import { type Mapping, recogniseColumns } from '../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../shared/domain/intake/datasets/datasets.ts';
import { parsePolicy } from '../../shared/domain/policy/policy.ts';
import { CommandError } from '../command-error.ts';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../platform/file-system.ts';

const SAMPLED_ROWS = 1000;

/**
 * Splits an export that is too large for one upload into CSV files in UTF-8. All lines of an order are in the same file, and so are the
 * rows of a customer where there is no order number: an order in two files would count as two versions of it, of which the later one
 * replaces the other. Every line is in one of the files, in its order, also those that no reading accepts.
 * @param to a directory that does not exist yet
 * @param bytes size of a file
 * @param by header of the column to split by instead
 * @returns the files
 * @throws {InputError} when the export cannot be understood
 * @throws {CommandError} when the directory exists, some bytes are no text, or there is no such column
 */
export async function splitFile(file: string, to: string, bytes: number, by?: string): Promise<string[]> {
  const target = resolve(to);
  if (existsSync(target)) throw new CommandError(`${target} exists already: choose another name`);
  await mkdir(target, { recursive: true, mode: PRIVATE_DIRECTORY });
  const scratch = await mkdtemp(join(target, 'unfinished-'));
  try {
    const text = await asText(file, scratch);
    const wanted = by ?? (await columnToSplitBy(text)) ?? '';
    const column = text.headers.indexOf(wanted);
    if (column < 0)
      throw new CommandError(`There is no column "${wanted}": its columns are ${text.headers.join(', ')}`);
    const count = Math.ceil((await stat(text.path)).size / bytes);
    const name = basename(file).replace(/(\.[a-z]+){1,2}$/i, '');
    const files = Array.from({ length: count }, (_, part) => join(target, `${name}-${part + 1}-of-${count}.csv`));
    await writeParts(text, column, files);
    return files;
  } catch (error) {
    await rm(target, { recursive: true });
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function asText(file: string, scratch: string): Promise<TextFile> {
  const link = join(scratch, 'export');
  await symlink(resolve(file), link);
  const text = await readTextFile(link, {}, { ...defaultLimits, textBytes: Number.POSITIVE_INFINITY });
  if (text.hasUndecodableBytes)
    throw new CommandError(`Some bytes of ${file} are no text in ${text.encoding}: export it again in UTF-8`);
  const completed = await completeLines(text, join(scratch, 'completed'), undefined, noMappings);
  return completed.text;
}

const noMappings: Readonly<Record<Dataset, Mapping>> = parsePolicy({}).columns;

/** The column of order numbers or, without one, of customer ids. */
async function columnToSplitBy(text: TextFile): Promise<string | undefined> {
  const { head, isWhole } = await takeHead(utf8Text(text.path, 'utf-8'));
  const records = splitter(text)(head, isWhole).slice(1, SAMPLED_ROWS + 1);
  const rows = records.map(({ fields }) => fields.map((field) => Buffer.from(field, 'latin1').toString()));
  const { mapping } = recogniseColumns<Dataset>(text.headers, undefined, noMappings, rows);
  return mapping.order_id ?? mapping.customer_id;
}

const splitter = ({ delimiter, headers }: TextFile) =>
  recordSplitter({ delimiter, quote: '"', escaping: 'doubled' }, defaultLimits, headers.length);

/** @param column index of the column that decides the part of a record */
async function writeParts(text: TextFile, column: number, files: readonly string[]): Promise<void> {
  const parts: FileHandle[] = [];
  try {
    for (const file of files) parts.push(await open(file, 'wx', PRIVATE_FILE));
    const records = splitter(text);
    let isHeader = true;
    const write = async (some: readonly TextRecord[]) => {
      const lines: string[] = files.map(() => '');
      for (const { raw, fields } of some) {
        const line = `${raw}\n`;
        if (isHeader) lines.fill(line);
        else lines[partOf(fields[column] ?? '', files.length)] += line;
        isHeader = false;
      }
      for (const [part, of] of lines.entries()) if (of) await parts[part]?.write(Buffer.from(of, 'latin1'));
    };
    for await (const chunk of utf8Text(text.path, 'utf-8')) await write(records(chunk));
    await write(records('', true));
  } finally {
    for (const part of parts) await part.close();
  }
}

/** The part that a key belongs to, spaces around it aside. */
const partOf = (key: string, count: number) =>
  createHash('md5').update(key.trim(), 'latin1').digest().readUInt32BE() % count;
