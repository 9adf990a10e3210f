import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { errorFacts, openLog } from '../../../local/operations/log.ts';

let directory: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'strata-log-')), 'logs');
});
afterEach(() => rm(join(directory, '..'), { recursive: true }));

const onFailure = (error: Error) => {
  throw error;
};
const now = () => new Date('2026-12-01T00:00:00Z');
const linesOf = async (name: string) =>
  (await readFile(join(directory, name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('appends JSON lines to a file that only its owner may read', async () => {
  for (const run_id of ['a', 'b']) {
    const log = openLog(directory, { now, onFailure });
    log.write('info', 'run succeeded', { run_id });
    log.close();
  }

  const line = { time: '2026-12-01T00:00:00.000Z', level: 'info', message: 'run succeeded' };
  expect(await linesOf('strata.log')).toEqual([
    { ...line, run_id: 'a' },
    { ...line, run_id: 'b' },
  ]);
  expect((await stat(join(directory, 'strata.log'))).mode & 0o777).toBe(0o600);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
});

it('rotates by size, keeps the newest lines, and never has a line in two files', async () => {
  const log = openLog(directory, { maxBytes: 200, files: 3, now, onFailure });
  for (let number = 0; number < 50; number++) log.write('info', 'line', { number });
  log.close();

  const names = (await readdir(directory)).sort();
  expect(names).toEqual(['strata.log', 'strata.log.1', 'strata.log.2']);
  for (const name of names) expect((await stat(join(directory, name))).size).toBeLessThanOrEqual(200);
  const kept = (await Promise.all(names.toReversed().map(linesOf))).flat().map(({ number }) => number);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 50 - kept.length + index));
  expect(kept.length).toBeGreaterThan(3);
});

it('reports once that it cannot be written, and does not throw', () => {
  const failures: string[] = [];
  const log = openLog(directory, { now, onFailure: ({ message }) => failures.push(message) });
  log.close();

  for (let number = 0; number < 3; number++) log.write('info', 'line', { number });

  expect(failures).toEqual([expect.stringContaining('EBADF')]);
});

it('has of an error its name and place, not its message, which may quote a value', () => {
  const facts = errorFacts(new TypeError('cannot convert anna@example.com'));

  expect(facts).toEqual({ error: 'TypeError', at: expect.stringContaining('log.test.ts') });
  expect(JSON.stringify(facts)).not.toContain('anna');
});
