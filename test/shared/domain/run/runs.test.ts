import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calendarDay, windowStart } from '../../../../shared/domain/calendar/days.ts';
import { createRunId, resolveAsOf } from '../../../../shared/domain/run/runs.ts';
import { NoOrdersError } from '../../../../shared/errors.ts';

it('segments for the requested date, otherwise for the date of the newest order', () => {
  expect(resolveAsOf({ as_of_requested: '2026-03-01', newest_order_on: '2026-07-31' })).toBe('2026-03-01');
  expect(resolveAsOf({ newest_order_on: '2026-07-31' })).toBe('2026-07-31');
});

it('throws NoOrdersError without a date', () => {
  expect(() => resolveAsOf({})).toThrow(NoOrdersError);
});

it.each([
  { asOf: '2026-07-15', months: 12, first: '2025-07-16' },
  { asOf: '2026-12-31', months: 12, first: '2026-01-01' },
  { asOf: '2026-03-31', months: 1, first: '2026-03-01' },
  { asOf: '2024-03-31', months: 1, first: '2024-03-01' },
  { asOf: '2024-02-29', months: 12, first: '2023-03-01' },
  { asOf: '2026-01-31', months: 2, first: '2025-12-01' },
  { asOf: '2026-01-15', months: 14, first: '2024-11-16' },
])('starts the window of $months months up to $asOf on $first', ({ asOf, months, first }) => {
  expect(windowStart(asOf, months)).toBe(first);
});

it('has no start when the window covers all history', () => {
  expect(windowStart('2026-07-15', null)).toBeNull();
});

it('starts a window no later when it ends earlier or is longer', () => {
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), (date, months) => {
      const [asOf, dayBefore] = [0, 1].map((days) =>
        new Date(date.getTime() - days * 86_400_000).toISOString().slice(0, 10),
      ) as [string, string];
      const first = windowStart(asOf, months) as string;
      expect((windowStart(dayBefore, months) as string) <= first).toBe(true);
      expect((windowStart(asOf, months + 1) as string) < first).toBe(true);
    }),
  );
});

it('returns the date of an instant in Shanghai, where days start at 16:00 UTC', () => {
  expect(calendarDay('Asia/Shanghai', '2026-07-31T15:59:59.999Z')).toBe('2026-07-31');
  expect(calendarDay('Asia/Shanghai', '2026-07-31T16:00:00.000Z')).toBe('2026-08-01');
  expect(calendarDay('UTC', '2026-07-31T16:00:00.000Z')).toBe('2026-07-31');
});

it('creates run ids that sort by time and differ between executions at the same instant', () => {
  const early = createRunId('2026-08-01T09:30:00.000Z', 'arn:one');
  expect(early).toMatch(/^20260801T093000000Z-[0-9a-f]{8}$/);
  expect(early < createRunId('2026-08-01T09:30:00.001Z', 'arn:one')).toBe(true);
  expect(early).not.toBe(createRunId('2026-08-01T09:30:00.000Z', 'arn:two'));
});

it.each([
  {
    clock: 'a year back',
    now: '2026-08-01T09:30:00.000Z',
    last: '20270801T093000000Z-00000000',
    time: '20270801T093000001Z',
  },
  {
    clock: 'standing still',
    now: '2026-08-01T09:30:00.000Z',
    last: '20260801T093000000Z-ffffffff',
    time: '20260801T093000001Z',
  },
  {
    clock: 'right',
    now: '2026-08-01T09:30:00.000Z',
    last: '20260801T092959999Z-ffffffff',
    time: '20260801T093000000Z',
  },
  {
    clock: 'a millisecond before the year ends',
    now: '2026-12-31T23:59:59.000Z',
    last: '20261231T235959999Z-00000000',
    time: '20270101T000000000Z',
  },
])('creates a run id later than the last one with the clock $clock', ({ now, last, time }) => {
  expect(createRunId(now, 'arn:one', last)).toBe(createRunId(now, 'arn:one').replace(/^\w+/, time));
});
