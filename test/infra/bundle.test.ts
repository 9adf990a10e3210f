import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../bench/api/bundle.ts';

describe('the function that readers call', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'strata-bundle-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const bundled = async (name: string) => {
    const file = join(directory, `${name.replace('/', '-')}.mjs`);
    const bytes = await bundle(join(import.meta.dirname, `../../functions/${name}/handler.ts`), file);
    return { bytes, text: await readFile(file, 'utf8') };
  };

  it('is small: all it imports has to import zod as `import * as z`, to be shaken', async () => {
    expect((await bundled('api/query')).bytes).toBeLessThan(500_000);
  });

  it('goes without the schema of the policy, which a stage has', async () => {
    expect((await bundled('api/query')).text).not.toContain('protectNewDays');
    expect((await bundled('stages/open-run')).text).toContain('protectNewDays');
  });
});
