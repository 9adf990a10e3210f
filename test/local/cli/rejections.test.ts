import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command, result } from '../command-line.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-rejections-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('says first which files were rejected, with a command that then works', async () => {
  const [file, dataDir] = [join(folder, 'odd.csv'), join(folder, 'data')];
  await writeFile(file, 'foo,bar,baz\na1,2026-01-01,5.2\na2,2026-02-01,3.2\n');
  const { code, stdout } = await command('--no-serve', '--data-dir', dataDir, file).ended;

  expect(code).toBe(1);
  expect(stdout).toContain('One file was rejected\n  odd.csv: MissingColumnsError: No column was recognised');
  expect(stdout.indexOf('odd.csv: MissingColumnsError')).toBeLessThan(stdout.indexOf('There are no orders yet'));
  expect(stdout).not.toContain('items failed');
  const [, options = ''] = /npm start -- \S+odd\.csv (--data-dir .*);/.exec(stdout) ?? [];
  expect(options).toContain('--column customer_id=foo --column ordered_at=bar --column amount=baz');

  const { json } = await result(file, ...options.split(' '));
  expect(json).toMatchObject({ status: 'succeeded', customers: 2 });
});

it('reports what it inferred from names and values', async () => {
  const [file, dataDir] = [join(folder, 'plain.csv'), join(folder, 'inferred')];
  await writeFile(file, 'cumid,time,amount\nk1,2026-01-01,5.2\nk2,2026-02-01,3.2\nk1,2026-02-03,4\n');
  const { code, stdout } = await command('--no-serve', '--data-dir', dataDir, file).ended;

  expect(code).toBe(0);
  expect(stdout).toContain('plain.csv: read "cumid" as customer_id, inferred from names and values');
});
