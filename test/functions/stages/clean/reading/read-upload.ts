import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { unquotedRecord } from '../../../../../functions/stages/clean/reading/csv-line.ts';
import { defaultLimits, type Limits } from '../../../../../functions/stages/clean/reading/limits.ts';
import { readTextFile, type TextFile } from '../../../../../functions/stages/clean/text-file.ts';
import { duckdb } from '../../../../../shared/adapters/duckdb/duckdb.ts';
import type { Reading } from '../../../../../shared/domain/intake/reading.ts';
import { quotedString } from '../../../../../shared/domain/sql/quoting.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/files');

/** An export written by another program; see `make.py` beside it. */
export const fixture = (name: string) => readFile(join(fixtures, name));

export interface Read extends TextFile {
  /** The text file. */
  text: string;
  /** The rows that the table reader accepts, header first. */
  rows: (string | null)[][];
  /** Lines that the table reader rejects. */
  refused: string[];
  /** Whether the upload is read in place. */
  isUntouched: boolean;
  /** Number of files at the end, including the upload. */
  files: number;
}

/** Converts an upload to text and reads it as the table reader does. */
export async function readUpload(
  content: string | Buffer,
  reading: Reading = {},
  limits: Partial<Limits> = {},
): Promise<Read> {
  const directory = await mkdtemp(join(tmpdir(), 'strata-text-file-'));
  try {
    const file = join(directory, 'upload');
    await writeFile(file, content);
    const described = await readTextFile(file, reading, { ...defaultLimits, ...limits });
    return {
      ...described,
      ...(await readRows(described)),
      text: await readFile(described.path, 'utf8'),
      isUntouched: described.path === file,
      files: (await readdir(directory)).length,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function readRows({ path, delimiter, headers }: TextFile): Promise<Pick<Read, 'rows' | 'refused'>> {
  const types = headers.map((name) => `${quotedString(name)}: 'VARCHAR'`).join(', ');
  return duckdb(200)(async (database) => {
    await database.run('set preserve_insertion_order = true');
    const rows = await database.rows(
      `from read_csv(${quotedString(path)}, delim = ${quotedString(delimiter)}, quote = '"', escape = '"', header = true,
         max_line_size = 4194304, auto_detect = false, columns = {${types}}, strict_mode = true, store_rejects = true)`,
      z.record(z.string(), z.string().nullable()),
    );
    const refused = await database.rows(
      "select coalesce(any_value(csv_line), '') as line from reject_errors group by line order by line",
      z.object({ line: z.string() }),
    );
    return {
      rows: [headers, ...rows.map((row) => headers.map((name) => row[name] ?? null))],
      refused: refused.map(({ line }) => unquotedRecord(line)),
    };
  });
}
