import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFiles } from '../../../local/cli/files.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'strata-files-'));
  const files = ['a/export.csv.gz', 'b/export.csv.gz', 'orders/2026.csv', 'whole/x.csv', 'whole/feedback/y.csv'];
  for (const file of [...files, 'whole/.DS_Store', 'whole/.git/z.csv', 'empty/.keep']) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), file);
  }
});

afterAll(() => rm(root, { recursive: true }));

const keysOf = async (...paths: string[]) =>
  (await findFiles(paths.map((path) => join(root, path)))).map(({ key }) => key);

it('uses the file name as the key', async () => {
  expect(await keysOf('a/export.csv.gz')).toEqual(['inbox/export.csv.gz']);
});

it('adds the dataset when the folder is named after one', async () => {
  expect(await keysOf('orders/2026.csv')).toEqual(['inbox/orders/2026.csv']);
});

it('finds all files of a folder except hidden ones', async () => {
  expect(await keysOf('whole')).toEqual(['inbox/feedback/y.csv', 'inbox/x.csv']);
});

it('gives files with the same name distinct, stable keys', async () => {
  const keys = await keysOf('a/export.csv.gz', 'b/export.csv.gz');

  expect(new Set(keys).size).toBe(2);
  for (const key of keys) expect(key).toMatch(/^inbox\/export-[0-9a-f]{8}\.csv\.gz$/);
  expect(await keysOf('b/export.csv.gz', 'a/export.csv.gz')).toEqual(keys.toReversed());
});

it('finds a file only once when it is given twice', async () => {
  expect(await keysOf('a', 'a/export.csv.gz')).toEqual(['inbox/export.csv.gz']);
});

it.each(['missing.csv', 'empty'])('rejects %s', async (path) => {
  await expect(keysOf(path)).rejects.toMatchObject({ name: 'CommandError' });
});
