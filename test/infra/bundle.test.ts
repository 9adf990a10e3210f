import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../bench/api/bundle.ts';

test('the function that readers call is small: all it imports has to import zod as `import * as z`, to be shaken', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'strata-bundle-'));
  const entry = join(import.meta.dirname, '../../functions/query-api/handler.ts');

  expect(await bundle(entry, join(directory, 'index.mjs'))).toBeLessThan(500_000);
  await rm(directory, { recursive: true });
});
