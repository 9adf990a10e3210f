import { expect, it } from 'vitest';
import { parseOptions } from '../../../local/cli/options.ts';
import { command } from '../command-line.ts';

it('has a default for every option', () => {
  expect(parseOptions([])).toMatchObject({ paths: [], port: 8787, serve: true, json: false, asOf: undefined });
  expect(parseOptions([]).acceptGate).toBe(false);
});

it('takes what the gate finds in only when told', () => {
  expect(parseOptions(['--accept-gate']).acceptGate).toBe(true);
});

it.each([
  [['--frobnicate'], 'Unknown option'],
  [['--as-of', '2026-02-30'], '--as-of 2026-02-30'],
  [['--port', '0'], '--port 0'],
  [['--port', '80a'], '--port 80a'],
])('refuses %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ name: 'CommandError' }));
  expect(() => parseOptions(args)).toThrow(message);
});

it('ends with 2 on a file that is not there, with nothing on stdout', async () => {
  const ended = await command('missing.csv', '--json').ended;

  expect(ended).toEqual({ code: 2, stdout: '', stderr: 'missing.csv is not there\n' });
});

it('shows how it is used', async () => {
  const { code, stdout } = await command('--help').ended;

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: npm start/);
});
