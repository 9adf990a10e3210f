import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, expect } from 'vitest';
import { usagePaths } from './usage-paths.ts';

// A function may catch a denial, as the usage meter does, or be caught by a state of the workflow. Its test fails all the same.
afterEach(() => {
  const { denied = '' } = usagePaths() ?? {};
  if (!existsSync(denied)) return;
  const denials = readFileSync(denied, 'utf8').trim().split('\n');
  rmSync(denied);
  expect.soft([...new Set(denials)], 'requests that AWS would deny').toEqual([]);
});
