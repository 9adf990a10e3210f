import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A new folder for the tests of a file, deleted after them. @returns the path of a name in it, from `beforeAll` on */
export function folderForTests(name: string): (name: string) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `strata-${name}-`));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (file) => join(folder, file);
}
