import { expect, it } from 'vitest';
import { type Invocation, noTraffic, summariseUsage } from '../../../../shared/domain/run/usage.ts';

const invocation = (stage: string, item: string | null, more: Partial<Invocation> = {}): Invocation => ({
  ...{ stage, item, milliseconds: 500, memory_mb: 2048 },
  ...noTraffic(),
  ...more,
});

it('adds up the usage of invocations, by stage and in total', () => {
  const table = { ...noTraffic().table, write_units: 7, bytes_put: 3000 };
  const usage = summariseUsage([
    invocation('publish', '0', { table }),
    invocation('publish', '1', { table, milliseconds: 1500 }),
    invocation('close-run', null, { memory_mb: 3072 }),
  ]);

  expect(usage).toMatchObject({ invocations: 3, milliseconds: 2500, gb_seconds: 5.5, table: { write_units: 14 } });
  expect(usage.stages).toMatchObject([
    { stage: 'publish', invocations: 2, gb_seconds: 4, table: { write_units: 14, bytes_put: 6000 } },
    { stage: 'close-run', invocations: 1, gb_seconds: 1.5, table: { write_units: 0 } },
  ]);
});

it('reports no GB-seconds when a function has no configured memory', () => {
  expect(
    summariseUsage([invocation('publish', '0', { memory_mb: null }), invocation('publish', '1')]).gb_seconds,
  ).toBeNull();
});

it('counts a choice after each call of erase, and one map for all buckets that were maintained', () => {
  const states = (stages: string[]) =>
    summariseUsage(stages.map((stage, index) => invocation(stage, String(index)))).states_entered;
  const without = states([]);

  expect(states(['erase'])).toBe(without + 2);
  expect(states(['erase', 'erase', 'maintain-bucket', 'maintain-bucket'])).toBe(without + 2 * 2 + 2 + 1);
});

it('counts a retried item as one execution and two states', () => {
  const [once, twice] = [['0'], ['0', '0']].map((items) =>
    summariseUsage(items.map((item) => invocation('publish', item))),
  );

  expect([once?.executions, twice?.executions]).toEqual([2, 2]);
  expect((twice?.states_entered ?? 0) - (once?.states_entered ?? 0)).toBe(1);
});
