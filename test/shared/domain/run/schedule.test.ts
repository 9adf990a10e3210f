import { describe, expect, it } from 'vitest';
import { nextScheduledRun, type Schedule, secondsUntilNextRun } from '../../../../shared/domain/run/schedule.ts';

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

describe('the next scheduled run', () => {
  const berlin = (day: number): Schedule => ({ day, hour: 2, timeZone: 'Europe/Berlin' });
  const after = (schedule: Schedule, instant: string) =>
    new Date(nextScheduledRun(schedule, Date.parse(instant))).toISOString();

  it('is an hour later when the clocks skip its hour, and does not come twice', () => {
    // On 28 March 2027, 02:00 to 03:00 does not exist.
    expect(after(berlin(28), '2027-03-20T00:00:00Z')).toBe('2027-03-28T01:00:00.000Z');
    expect(after(berlin(28), '2027-03-28T00:59:59Z')).toBe('2027-03-28T01:00:00.000Z');
    expect(after(berlin(28), '2027-03-28T01:00:00Z')).toBe('2027-04-28T00:00:00.000Z');
  });

  it('is the first of two when the clocks repeat its hour', () => {
    // On 25 October 2026, 02:00 to 03:00 comes at 00:00 UTC and again at 01:00 UTC.
    expect(after(berlin(25), '2026-10-24T00:00:00Z')).toBe('2026-10-25T00:00:00.000Z');
    expect(after(berlin(25), '2026-10-25T00:00:00Z')).toBe('2026-11-25T01:00:00.000Z');
    expect(after(berlin(25), '2026-10-25T00:59:59Z')).toBe('2026-11-25T01:00:00.000Z');
    expect(after(berlin(25), '2026-10-25T01:00:00Z')).toBe('2026-11-25T01:00:00.000Z');
  });

  it.each(['Etc/UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati', 'Australia/Lord_Howe'])(
    'comes once a month in %s, and always later',
    (timeZone) => {
      let instant = Date.parse('2026-01-15T00:00:00Z');
      for (let month = 0; month < 120; month++) {
        const next = nextScheduledRun({ day: 28, hour: 2, timeZone }, instant);
        expect(next - instant).toBeGreaterThan(0);
        if (month > 0) expect((next - instant) / 86_400_000).toBeGreaterThan(27);
        expect((next - instant) / 86_400_000).toBeLessThan(32);
        instant = next;
      }
    },
  );
});
