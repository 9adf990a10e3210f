import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../local/platform/database.ts';
import { fileSecret } from '../../../local/platform/secret.ts';
import { createDataDirectory } from '../../contract/data-directory.ts';

let directory: Awaited<ReturnType<typeof createDataDirectory>>;
let database: DatabaseSync;
let file: string;
beforeEach(async () => {
  directory = await createDataDirectory();
  database = openDatabase(directory.databaseFile);
  file = join(directory.root, 'id-key');
});
afterEach(async () => {
  database.close();
  await directory.delete();
});

const open = () => fileSecret(file, { scratch: directory.scratch, database });

describe('a secret in a file', () => {
  it('is created on first use, as text that only its owner may read', async () => {
    const secret = await open()();

    expect(readFileSync(file, 'utf8')).toBe(secret.toString());
    expect(secret.toString()).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is taken as it is from a file that was there before', async () => {
    writeFileSync(file, '7e'.repeat(32));

    expect((await open()()).toString()).toBe('7e'.repeat(32));
  });

  it.each([
    ['is empty', ''],
    ['is damaged', '7e'.repeat(31)],
    ['is damaged', `${'7e'.repeat(31)}\0\0`],
    ['is not the key that this data was made with', '7e'.repeat(32)],
  ])('%s', async (what, content) => {
    await open()();
    writeFileSync(file, content);

    await expect(open()()).rejects.toThrow(`${file} ${what}: restore it from a backup of the data directory`);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('is not created anew when it is lost', async () => {
    await open()();
    rmSync(file);

    for (let attempt = 0; attempt < 2; attempt++)
      await expect(open()()).rejects.toThrow(`${file} is missing: restore it from a backup of the data directory`);
  });
});
