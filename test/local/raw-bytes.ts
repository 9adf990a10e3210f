import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { quotedString } from '../../shared/domain/sql/quoting.ts';

/** The uploads, which are as their owner gave them: the only place where erased people may remain. */
const UPLOADS = 'objects/inbox/';

interface Searched {
  file: string;
  bytes: Buffer;
}

/**
 * The files of a data directory in whose bytes a text occurs in any encoding, those of the database, logs and temporary
 * files included; of Parquet files also the rows. Uploads are left out.
 * @returns text → paths within the directory, only for texts that occur
 */
export async function filesThatContain(
  dataDirectory: string,
  texts: readonly string[],
): Promise<Record<string, string[]>> {
  const searched = await filesOf(dataDirectory);
  const found = texts.map((text): [string, string[]] => {
    const forms = encodings(text);
    const files = searched.filter(({ bytes }) => forms.some((form) => bytes.includes(form))).map(({ file }) => file);
    return [text, [...new Set(files)]];
  });
  return Object.fromEntries(found.filter(([, files]) => files.length > 0));
}

function encodings(text: string): Buffer[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const asText = [text, escaped, ascii, encodeURIComponent(text), Buffer.from(text).toString('hex')];
  return [...asText.map((form) => Buffer.from(form)), ...[text, escaped].flatMap(utf16)];
}

const utf16 = (text: string) => [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()];

async function filesOf(root: string): Promise<Searched[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const searched = files.filter((file) => !relative(root, file).startsWith(UPLOADS));
  const read = searched.map(async (file) => ({ file: relative(root, file), bytes: await readFile(file) }));
  return [...(await Promise.all(read)), ...(await rowsOf(root, searched))];
}

function rowsOf(root: string, files: readonly string[]): Promise<Searched[]> {
  return duckdb(200)(async (database) => {
    const found: Searched[] = [];
    for (const file of files.filter((name) => name.endsWith('.parquet'))) {
      const rows: unknown[] = [];
      for await (const chunk of database.chunks(`from read_parquet(${quotedString(file)})`)) rows.push(...chunk);
      found.push({ file: relative(root, file), bytes: Buffer.from(JSON.stringify(rows)) });
    }
    return found;
  });
}
