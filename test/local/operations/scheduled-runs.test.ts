import { describe, expect, it } from 'vitest';
import { scheduledRuns } from '../../../local/operations/scheduled-runs.ts';
import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import type { Schedule } from '../../../shared/domain/run/schedule.ts';

const schedule: Schedule = { day: 1, hour: 3, timeZone: 'Asia/Shanghai' };
// 03:00 on the first of December in Shanghai.
const DUE = '2026-11-30T19:00:00Z';

const runAt = (started_at: string, source = 'aws.s3'): Run => ({
  run_id: started_at,
  status: 'succeeded',
  started_at,
  source,
  execution_arn: '',
});

/** The check with a clock and an execution that the test controls. @param stored runs, newest first */
function started(stored: Run[] = []) {
  const starts: { at: string; input: object }[] = [];
  const state = { now: '', isIdle: true };
  const check = scheduledRuns({
    schedule,
    runs: {
      listRuns: async (limit, before) =>
        stored.filter(({ run_id }) => before === undefined || run_id < before).slice(0, limit),
    },
    workflow: { start: (input) => starts.push({ at: state.now, input }), isIdle: () => state.isIdle },
    now: () => Date.parse(state.now),
  });
  return {
    state,
    async at(...instants: string[]) {
      for (const now of instants) {
        state.now = now;
        await check();
      }
      return starts.map(({ at }) => at);
    },
    starts,
  };
}

it("starts a run with the schedule's source at the moment, once", async () => {
  const { at, starts } = started();

  await at('2026-11-30T18:58:00Z', '2026-11-30T18:59:59Z', DUE, '2026-11-30T19:00:30Z', '2026-12-15T00:00:00Z');

  expect(starts).toEqual([{ at: DUE, input: { source: 'strata.schedule' } }]);
});

it('starts one run each month', async () => {
  const halfDays = Array.from({ length: 2 * 365 }, (_, half) =>
    new Date(Date.UTC(2026, 10, 15) + half * 43_200_000).toISOString(),
  );

  expect((await started().at(...halfDays)).length).toBe(12);
});

describe('a moment that passed', () => {
  it('while the machine slept is made up for when it wakes up', async () => {
    expect(await started().at('2026-11-30T18:00:00Z', '2026-12-03T08:00:00Z', '2026-12-03T08:01:00Z')).toEqual([
      '2026-12-03T08:00:00Z',
    ]);
  });

  it('while nothing served is made up for at the next start, once for several months', async () => {
    const { at } = started([runAt('2026-11-28T00:00:00Z'), runAt('2026-08-31T19:00:02Z', 'strata.schedule')]);

    expect(await at('2026-12-20T00:00:00Z', '2026-12-20T00:01:00Z')).toEqual(['2026-12-20T00:00:00Z']);
  });

  it('before the first run counts for nothing', async () => {
    expect(await started([runAt('2026-12-02T00:00:00Z')]).at('2026-12-20T00:00:00Z')).toEqual([]);
    expect(await started().at('2026-12-20T00:00:00Z')).toEqual([]);
  });

  it('is not made up for again when the scheduled run of this month is far back in the list', async () => {
    const uploads = Array.from({ length: 250 }, (_, index) =>
      runAt(new Date(Date.UTC(2026, 11, 10) - index * 60_000).toISOString()),
    );

    expect(
      await started([...uploads, runAt('2026-11-30T19:00:01Z', 'strata.schedule')]).at('2026-12-20T00:00:00Z'),
    ).toEqual([]);
  });
});

it('waits until the running execution has ended', async () => {
  const { state, at } = started();
  await at('2026-11-30T18:00:00Z');
  state.isIdle = false;
  await at(DUE, '2026-11-30T19:10:00Z');
  state.isIdle = true;

  expect(await at('2026-11-30T19:11:00Z')).toEqual(['2026-11-30T19:11:00Z']);
});

it('goes on after a run under a clock that was years ahead', async () => {
  const { at } = started([runAt('2031-01-01T00:00:00Z', 'strata.schedule')]);

  expect(await at('2026-11-30T18:00:00Z', DUE)).toEqual([DUE]);
});
