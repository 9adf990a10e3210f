import { expect, it } from 'vitest';
import { isRunOverdue } from '../../../../functions/operations/check-schedule/check-schedule.ts';
import type { Run } from '../../../../shared/adapters/tables/run-table.ts';

/** The first of each month, 03:00 in Shanghai, is 19:00 UTC of the day before. */
const schedule = { day: 1, hour: 3, timeZone: 'Asia/Shanghai' };

const isOverdue = (now: string, startedAt?: string) =>
  isRunOverdue({
    runs: {
      getCurrent: async () => ({ unfinished: [], ...(startedAt && { run_id: 'r' }) }),
      getRun: async () => ({ run_id: 'r', started_at: startedAt }) as Run,
    },
    schedule,
    now: () => Date.parse(now),
  });

it.each([
  ['2026-09-15T00:00:00Z', '2026-08-31T19:00:05Z'],
  ['2026-09-30T19:00:00Z', '2026-08-31T19:00:05Z'],
  // The run of September may still be at work.
  ['2026-10-01T06:59:59Z', '2026-08-31T19:00:05Z'],
  ['2026-10-01T07:00:00Z', '2026-09-30T19:00:00Z'],
  // An upload has started a run since.
  ['2026-10-05T00:00:00Z', '2026-10-02T00:00:00Z'],
])('at %s the monthly run is not overdue when the current one started at %s', async (now, startedAt) => {
  expect(await isOverdue(now, startedAt)).toBe(false);
});

it.each([
  ['2026-10-01T07:00:00Z', '2026-08-31T19:00:05Z'],
  ['2026-10-01T07:00:00Z', '2026-09-30T18:59:59Z'],
  ['2026-12-01T00:00:00Z', '2026-08-31T19:00:05Z'],
])('at %s the monthly run is overdue when the current one started at %s', async (now, startedAt) => {
  expect(await isOverdue(now, startedAt)).toBe(true);
});

it('is not overdue before the first run', async () => {
  expect(await isOverdue('2026-12-01T00:00:00Z')).toBe(false);
});
