import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPolicy } from '../../../local/cli/policy-file.ts';
import { CommandError } from '../../../local/command-error.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['a key twice', '{"movement": {"margin": 1, "margin": 2}}', 'movement.margin occurs twice'],
  ['10,000 levels', `{"tiers": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'tiers has more than 64 levels'],
])('refuses a policy file with %s in one sentence', async (_, text, message) => {
  const file = join(folder, 'policy.json');
  await writeFile(file, text);

  await expect(readPolicy(file)).rejects.toThrow(new CommandError(`${file}: ${message}`));
});
