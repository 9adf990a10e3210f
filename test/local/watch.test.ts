import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { command } from './command-line.ts';
import { inFolder, write, writeOrders } from './exports.ts';

let folder: string;
let at: (name: string) => string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-watched-'));
  at = inFolder(folder);
  await mkdir(at('in'));
});
afterEach(() => rm(folder, { recursive: true }));

const port = String(20_000 + ((process.pid + 7) % 20_000));

it('takes in what appears in a watched folder, beside a file that is rejected, and logs both without their content', async () => {
  const serving = command('--watch', at('in'), '--data-dir', at('data'), '--port', port);
  await serving.output(/Serving until Ctrl-C/);
  await write(at('in/broken.csv'), ['anna@example.com,red', 'berta@example.com,blue']);
  await mkdir(at('in/orders'));
  await writeOrders(at('in/orders/june.csv'));

  await serving.output(/✓ write-report/);
  const health = await fetch(`http://127.0.0.1:${port}/`);
  serving.kill('SIGTERM');
  const { code } = await serving.ended;

  const log = await readFile(at('data/logs/strata.log'), 'utf8');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(health.status).toBe(200);
  expect(code).toBe(0);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'file uploaded', key: 'inbox/orders/june.csv' }));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'upload rejected', file: 'broken.csv' }));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'upload taken in', dataset: 'orders' }));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'run succeeded', source: 'aws.s3' }));
  expect(lines.at(-1)).toMatchObject({ message: 'stopped' });
  expect(log).not.toMatch(/anna|berta|c59/);
});

it.each([
  [['--no-serve'], '--no-serve'],
  [['--data-dir', 'in/data'], 'must be apart'],
])('rejects --watch with %j', async (more, message) => {
  await writeFile(at('in/a.csv'), '');
  const args = more.map((arg) => (arg.startsWith('in/') ? at(arg) : arg));

  const { code, stderr } = await command('--watch', at('in'), ...args).ended;

  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});
