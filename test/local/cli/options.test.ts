import { expect, it } from 'vitest';
import { parseOptions } from '../../../local/cli/options.ts';
import { command } from '../command-line.ts';

it('has a default for every option', () => {
  expect(parseOptions([])).toMatchObject({ paths: [], port: 8787, serve: true, json: false, asOf: undefined });
  expect(parseOptions([]).acceptGate).toBe(false);
});

it('has the schedule of a deployment, with the same options', () => {
  expect(parseOptions([]).schedule).toEqual({ day: 1, hour: 3, timeZone: 'Etc/UTC' });
  expect(
    parseOptions(['--schedule-day', '28', '--schedule-hour', '0', '--time-zone', 'Asia/Shanghai']).schedule,
  ).toEqual({ day: 28, hour: 0, timeZone: 'Asia/Shanghai' });
});

it('takes columns of every dataset, or of one', () => {
  expect(parseOptions(['--column', 'amount=Paid = net', '--column', 'customers.customer_id=no']).columns).toEqual([
    { datasets: ['orders'], field: 'amount', header: 'Paid = net' },
    { datasets: ['customers'], field: 'customer_id', header: 'no' },
  ]);
});

it('accepts gate findings only with --accept-gate', () => {
  expect(parseOptions(['--accept-gate']).acceptGate).toBe(true);
});

it.each([
  [['--frobnicate'], 'Unknown option'],
  [['--polcy', 'p.json'], 'did you mean --policy?'],
  [['--column', 'customer_id'], 'expected field=header'],
  [['--column', 'customer=cumid'], 'did you mean customer_id?'],
  [['--column', 'order.amount=x'], 'did you mean orders?'],
  [['--as-of', '2026-02-30'], '--as-of 2026-02-30'],
  [['--port', '0'], '--port 0'],
  [['--port', '80a'], '--port 80a'],
  [['--public-url', 'strata.example.com'], '--public-url strata.example.com'],
  [['--public-url', 'https://example.com/strata'], 'without a path'],
  [['--schedule-day', '29'], '--schedule-day 29'],
  [['--schedule-hour', '24'], '--schedule-hour 24'],
  [['--time-zone', 'Mars/Olympus'], '--time-zone Mars/Olympus'],
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
