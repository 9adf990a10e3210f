import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const find = (...paths: string[]) => findFiles(paths.map((path) => join(root, path)));
const keysOf = async (...paths: string[]) => (await find(...paths)).files.map(({ key }) => key);

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

describe('names', () => {
  it.each([
    'tea & cups.csv',
    "O'Brien.csv",
    '"quoted".csv',
    '100%.csv',
    'a+b.csv',
    '订单 2026.csv',
    '🧾.csv',
    `${'长'.repeat(83)}.csv`,
  ])('are kept in the key: %s', async (name) => {
    await mkdir(join(root, 'names'), { recursive: true });
    await writeFile(join(root, 'names', name), 'x');

    expect(await keysOf(`names/${name}`)).toEqual([`inbox/${name}`]);
  });

  it('that are not UTF-8 are told apart by a digest', async () => {
    const folder = join(root, 'latin1');
    await mkdir(folder);
    // Node can name such files only by bytes: é and è in Latin-1.
    for (const byte of [0xe9, 0xe8])
      await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([byte]), Buffer.from('.csv')]), 'x');

    const { files } = await find('latin1');

    expect(files.map(({ name }) => name)).toEqual(['caf\ufffd.csv', 'caf\ufffd.csv']);
    expect(new Set(files.map(({ key }) => key)).size).toBe(2);
  });
});

describe('links and special files', () => {
  it('follows links to files and folders, and not for ever', async () => {
    const folder = join(root, 'linked');
    await mkdir(folder);
    await symlink(join(root, 'orders/2026.csv'), join(folder, 'link.csv'));
    await symlink(join(root, 'whole'), join(folder, 'more'));
    await symlink(folder, join(folder, 'circle'));

    expect((await keysOf('linked')).sort()).toEqual(['inbox/feedback/y.csv', 'inbox/link.csv', 'inbox/x.csv']);
  });

  it('names what it skips: broken links and pipes in a folder', async () => {
    const folder = join(root, 'odd');
    await mkdir(folder);
    await writeFile(join(folder, 'good.csv'), 'x');
    await symlink(join(root, 'nowhere'), join(folder, 'broken.csv'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);

    const { files, skipped } = await find('odd');

    expect(files.map(({ name }) => name)).toEqual(['good.csv']);
    expect(skipped).toEqual([
      `${join(folder, 'broken.csv')}: skipped, it is a broken link or cannot be read`,
      `${join(folder, 'pipe')}: skipped, it is not a file`,
    ]);
  });

  it('takes a pipe that is given itself', async () => {
    execFileSync('mkfifo', [join(root, 'given-pipe')]);

    expect((await find('given-pipe')).files).toMatchObject([{ key: 'inbox/given-pipe', isStream: true }]);
  });
});
