import { expect, it } from 'vitest';
import { type Schedule, secondsUntilNextRun } from '../../../../shared/domain/run/schedule.ts';

const monthly = (timeZone: string): Schedule => ({ day: 1, hour: 3, timeZone });
const YEAR = 366 * 86_400;
const until = (timeZone: string, now: string, atMost = YEAR) =>
  secondsUntilNextRun(monthly(timeZone), Date.parse(now), atMost);
const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

it.each([
  ['Etc/UTC', '2026-08-31T23:00:00Z', '2026-09-01T03:00:00Z'],
  ['Etc/UTC', '2026-12-01T03:00:00Z', '2027-01-01T03:00:00Z'],
  // UTC+8: the month starts while UTC is still in the previous one.
  ['Asia/Shanghai', '2026-08-31T18:59:59Z', '2026-08-31T19:00:00Z'],
  ['Asia/Shanghai', '2026-08-31T19:00:00Z', '2026-09-30T19:00:00Z'],
  // UTC-10.
  ['Pacific/Honolulu', '2026-09-01T12:59:00Z', '2026-09-01T13:00:00Z'],
  // Clocks go back on 25 October 2026, from UTC+2 to UTC+1.
  ['Europe/Berlin', '2026-10-20T00:00:00Z', '2026-11-01T02:00:00Z'],
])('in %s at %s the next run starts at %s', (timeZone, now, start) => {
  expect(until(timeZone, now)).toBe(seconds(now, start));
});

it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin'])(
  'limits the time until the next run in %s to atMost',
  (timeZone) => {
    for (let now = Date.parse('2026-09-28T00:00:00Z'); now < Date.parse('2026-10-03T00:00:00Z'); now += 1_700_000) {
      const instant = new Date(now).toISOString();
      expect(until(timeZone, instant, 3600)).toBe(Math.min(3600, until(timeZone, instant)));
    }
  },
);
