import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../bench/api/bundle.ts';

describe('the query function', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'strata-bundle-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const bundleOf = async (name: string) => {
    const file = join(directory, `${name.replace('/', '-')}.mjs`);
    const bytes = await bundle(join(import.meta.dirname, `../../functions/${name}/handler.ts`), file);
    return { bytes, text: await readFile(file, 'utf8') };
  };

  it('is small: everything it imports uses `import * as z`, so that zod can be tree-shaken', async () => {
    expect((await bundleOf('api/query')).bytes).toBeLessThan(500_000);
  });

  it('does not include the policy schema, which a stage does', async () => {
    expect((await bundleOf('api/query')).text).not.toContain('protectNewDays');
    expect((await bundleOf('stages/open-run')).text).toContain('protectNewDays');
  });
});
