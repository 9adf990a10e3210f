import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { oldestFirst } from '../../../local/cli/oldest-first.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-oldest-first-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Writes files with a line for each date, and returns their names as sorted. */
async function sorted(files: Record<string, string[]>): Promise<string[]> {
  const found = Object.keys(files).map((name) => ({ name, path: Buffer.from(join(directory, name)), isStream: false }));
  for (const { name, path } of found) await writeFile(path, ['order,date', ...(files[name] ?? [])].join('\n'));
  return (await oldestFirst(found)).map(({ name }) => name);
}

it('sorts exports by the dates and numbers in their names', async () => {
  expect(await sorted({ 'orders-10.csv': ['2024-01-01'], 'orders-9.csv': ['2024-02-01'] })).toEqual([
    'orders-9.csv',
    'orders-10.csv',
  ]);
});

it('sorts exports without them by their newest dates, and leaves the others as given', async () => {
  expect(
    await sorted({ 'new.csv': ['1,2024-06-30', '2,2024-06-02'], 'old.csv': ['1,2024/5/31'], 'b.csv': [], 'a.csv': [] }),
  ).toEqual(['b.csv', 'a.csv', 'old.csv', 'new.csv']);
});
