import { expect, it } from 'vitest';
import { parseOptions } from '../../../local/cli/options.ts';
import { command } from '../command-line.ts';

it('has a default for every option', () => {
  expect(parseOptions([])).toMatchObject({ paths: [], port: 8787, serve: true, json: false, asOf: undefined });
  expect(parseOptions([]).acceptGate).toBe(false);
});

it('accepts gate findings only with --accept-gate', () => {
  expect(parseOptions(['--accept-gate']).acceptGate).toBe(true);
});

it.each([
  [['--frobnicate'], 'Unknown option'],
  [['--as-of', '2026-02-30'], '--as-of 2026-02-30'],
  [['--port', '0'], '--port 0'],
  [['--port', '80a'], '--port 80a'],
])('rejects %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ name: 'CommandError' }));
  expect(() => parseOptions(args)).toThrow(message);
});

it('exits with 2 and prints nothing on stdout when a file does not exist', async () => {
  const ended = await command('missing.csv', '--json').ended;

  expect(ended).toEqual({ code: 2, stdout: '', stderr: 'missing.csv does not exist\n' });
});

it('shows the usage', async () => {
  const { code, stdout } = await command('--help').ended;

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: npm start/);
});
