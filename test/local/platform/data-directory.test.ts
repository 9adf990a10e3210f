import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimDataDirectory } from '../../../local/platform/data-directory.ts';

let root: string;
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'strata-claim-')), 'new/data');
});
afterEach(() => rm(join(root, '../..'), { recursive: true }));

const mode = async (path: string) => (await stat(path)).mode & 0o777;

it('is created for its owner only, and can be claimed again once it is released', async () => {
  (await claimDataDirectory(root)).release();
  const { temporary, release } = await claimDataDirectory(root);

  expect(await mode(root)).toBe(0o700);
  expect(await mode(temporary)).toBe(0o700);
  expect(await mode(join(root, 'format.json'))).toBe(0o600);
  release();
});

it('is refused while another holds it', async () => {
  const { release } = await claimDataDirectory(root);

  await expect(claimDataDirectory(root)).rejects.toMatchObject({
    name: 'CommandError',
    message: `${root} is in use by another process: stop that process, or choose another --data-dir`,
  });
  release();
});

it('loses temporary files that a killed process left behind, and its own when it is released', async () => {
  await mkdir(join(root, 'tmp'), { recursive: true });
  await writeFile(join(root, 'tmp/orders.csv'), 'a@example.com');
  const { temporary, release } = await claimDataDirectory(root);

  expect(await readdir(temporary)).toEqual([]);
  release();
  expect(await readdir(root)).not.toContain('tmp');
});

it.each([
  ['tables', 'an earlier version of Strata'],
  ['objects', 'an earlier version of Strata'],
])('is refused, and left alone, if it has %s but no format', async (folder, writer) => {
  await mkdir(join(root, folder), { recursive: true });

  await expect(claimDataDirectory(root)).rejects.toMatchObject({
    name: 'CommandError',
    message: expect.stringContaining(`was written by ${writer}`),
  });
  expect(await readdir(root)).toEqual([folder]);
});

it.each([
  ['{"format": 3}', 'was written by another version of Strata (format 3)'],
  ['{"format"', 'format.json is damaged: restore the data directory from a backup'],
])('is refused with the format %s', async (format, reason) => {
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'format.json'), format);

  await expect(claimDataDirectory(root)).rejects.toMatchObject({
    name: 'CommandError',
    message: expect.stringContaining(reason),
  });
});
