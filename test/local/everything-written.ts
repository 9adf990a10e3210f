import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { startPlatform } from '../../local/platform/start-platform.ts';
import { readDefinition } from '../../local/platform/workflow-definition.ts';
import { type Database, duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { quotedString } from '../../shared/domain/sql/quoting.ts';
import { storedItems } from '../functions/stored-items.ts';

/** A stored text and its location. */
export interface Written {
  where: string;
  text: string;
}

/** Everything a run leaves in a data directory: the lake's objects, with Parquet as rows, and the table's items. */
export async function everythingWritten(dataDir: string): Promise<Written[]> {
  const nothing = () => {};
  const definition = await readDefinition();
  const { TMPDIR } = process.env;
  const cloud = await startPlatform(dataDir, {
    definition,
    onEvent: nothing,
    onFunctionError: nothing,
    verbose: false,
  });
  try {
    return [...(await objects(cloud.lake)), ...items(cloud.database)];
  } finally {
    await cloud.close();
    // Its own is gone with the platform.
    Object.assign(process.env, { TMPDIR });
  }
}

type Lake = Awaited<ReturnType<typeof startPlatform>>['lake'];

function objects(lake: Lake): Promise<Written[]> {
  return duckdb(200)(async (database) => {
    const file = join(database.directory, 'object');
    const found: Written[] = [];
    for (const { key } of await lake.list('')) {
      await lake.download(key, file);
      const text = key.endsWith('.parquet') ? await rowsOf(database, file) : await readFile(file, 'utf8');
      found.push({ where: key, text });
    }
    return found;
  });
}

async function rowsOf(database: Database, file: string): Promise<string> {
  const rows: unknown[] = [];
  for await (const chunk of database.chunks(`from read_parquet(${quotedString(file)})`)) rows.push(...chunk);
  return JSON.stringify(rows);
}

function items(database: DatabaseSync): Written[] {
  const stored = storedItems(database);
  return stored.map((item) => ({ where: `${item.pk} ${item.sk}`, text: JSON.stringify(item) }));
}

/** All files below a folder as text. @param isExcluded receives the path within the folder */
export async function filesBelow(
  folder: string,
  isExcluded: (path: string) => boolean = () => false,
): Promise<Written[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const shown = paths.filter((path) => !isExcluded(path.slice(folder.length + 1)));
  return Promise.all(shown.map(async (path) => ({ where: path, text: await readFile(path, 'utf8') })));
}
