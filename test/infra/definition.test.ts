import { existsSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { describe, expect, test } from 'vitest';
import { source } from '../../shared/contracts.ts';
import { inputErrorNames } from '../../shared/errors.ts';
import { definition, flows, happyPath, tasks, tasksFrom } from './definition.ts';
import { functionOf, synthesise } from './synthesis.ts';

const pipeline = [
  ...['open-run', 'clean', 'erase', 'maintain-bucket', 'check-quality'],
  ...['build-features', 'fit-model', 'assign-tiers', 'publish', 'close-run', 'write-report'],
];
const taskNames = tasks.map(([name]) => name);

describe('the state machine', () => {
  test('is valid Amazon States Language', () => {
    const { isValid, errorsText } = validate(structuredClone(definition), { checkPaths: true, checkArn: true });

    expect(errorsText()).toBe('');
    expect(isValid).toBe(true);
  });

  test('runs the stages in pipeline order', () => {
    const work = ['clean-uploads', 'maintain-buckets'];
    const path = happyPath(
      definition,
      ({ Choices = [], Default }) => Choices.find(({ Next }) => work.includes(Next))?.Next ?? Default,
    );

    expect(path.filter((name) => taskNames.includes(name))).toEqual(pipeline);
  });

  test('has no tasks except the stages, fail-run and what-if', () => {
    expect(taskNames.toSorted()).toEqual([...pipeline, 'fail-run', 'what-if'].toSorted());
  });

  test('runs a what-if before anything else and then ends', () => {
    const [path] = [happyPath(definition, ({ Choices }) => Choices?.[0]?.Next)];

    expect(path).toEqual(['normalise-trigger', 'route-trigger', 'what-if']);
    expect(definition.States['what-if']).toMatchObject({ End: true });
    expect(definition.States['route-trigger']).toMatchObject({
      Choices: [{ And: [{ IsPresent: true }, { Variable: '$.trigger.source', StringEquals: source.whatIf }] }],
      Default: 'open-run',
    });
  });
});

describe.each(tasks)('the task %s', (name, { Parameters, Retry = [], TimeoutSeconds }) => {
  test('runs the function with its own name', () => {
    expect(Parameters?.FunctionName).toBe(`\${${name}}`);
    expect(existsSync(join(import.meta.dirname, '../../functions/stages', name, 'handler.ts'))).toBe(true);
  });

  test('gives the function more time than the function has, so that no attempt begins while another works', () => {
    const { Timeout } = functionOf(synthesise(), `stages/${name}`).Properties;

    expect(TimeoutSeconds).toBeGreaterThanOrEqual(Number(Timeout) + 60);
  });

  test('has the same retries as every other', () => {
    expect(Retry).toEqual(tasks[0]?.[1].Retry);
  });

  test('waits for free concurrency with a retrier of its own, for half an hour on average', () => {
    const [throttled, ...others] = Retry;
    const { IntervalSeconds = 0, MaxDelaySeconds = 0, MaxAttempts = 0, BackoffRate = 0 } = throttled ?? {};
    const waits = Array.from({ length: MaxAttempts }, (_, n) =>
      Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds),
    );
    // Full jitter waits half of each interval on average.
    const seconds = waits.reduce((sum, wait) => sum + wait / 2, 0);

    expect(throttled?.ErrorEquals).toEqual(['Lambda.TooManyRequestsException']);
    expect(others.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain('Lambda.TooManyRequestsException');
    expect(seconds).toBeGreaterThan(30 * 60);
  });

  test('does not retry input errors', () => {
    const never = Retry.filter(({ MaxAttempts }) => MaxAttempts === 0);

    expect(never.map(({ ErrorEquals }) => ErrorEquals)).toEqual([inputErrorNames]);
  });

  test('lists input errors before the retrier for any failure', () => {
    const firstErrors = Retry.map(({ ErrorEquals }) => ErrorEquals[0]);

    expect(firstErrors.indexOf('InputError')).toBeLessThan(firstErrors.indexOf('States.TaskFailed'));
  });
});

describe('errors', () => {
  const [main, ...maps] = flows;

  // A what-if takes no lock, so there is nothing to clean up. An erasure must not fail somebody else's run. Without a report, the
  // run is complete.
  const excluded = ['fail-run', 'what-if', 'erase', 'maintain-buckets', 'write-report'];
  const [maintenance, ...work] = [
    ...maps.filter(({ StartAt }) => StartAt === 'maintain-bucket'),
    ...maps.filter(({ StartAt }) => StartAt !== 'maintain-bucket'),
  ];
  test.each(
    Object.entries(main?.States ?? {}).filter(([name, { Type }]) => /Task|Map/.test(Type) && !excluded.includes(name)),
  )('of %s all end in fail-run', (_, { Catch = [] }) => {
    expect(Catch.map(({ ErrorEquals }) => ErrorEquals)).toEqual([['States.ALL']]);
    expect(Catch.map(({ Next }) => tasksFrom(definition, Next))).toEqual([['fail-run']]);
  });

  test('of the report end the execution as a success', () => {
    expect(definition.States['write-report']?.Catch).toMatchObject([
      { ErrorEquals: ['States.ALL'], Next: 'report-not-written' },
    ]);
    expect(definition.States['report-not-written']).toMatchObject({ Type: 'Pass', End: true });
  });

  test.each(work)(
    'of one item in the map of $StartAt are reported, and the check after the map ends in fail-run',
    (map) => {
      const { Catch = [] } = map.States[map.StartAt] ?? {};
      const stage = map.StartAt;

      expect(Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: `${stage}-failed` }]);
      const check = definition.States[`all-${stage}-done`];
      expect(check?.Choices?.map(({ Next }) => tasksFrom(definition, Next))).toEqual([['fail-run']]);
    },
  );

  test('of erasures do not keep the run from its next stage, unless a newer run has begun', () => {
    const { erase, 'maintain-buckets': map } = definition.States;
    const item = maintenance?.States['maintain-bucket'];

    expect(erase?.Catch).toMatchObject([
      { ErrorEquals: ['StaleRunError'], Next: 'name-erase-failure' },
      { ErrorEquals: ['States.ALL'], Next: 'erase-failed' },
    ]);
    expect(definition.States['erase-failed']?.Next).toBe('check-quality');
    expect(item?.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: 'maintain-bucket-failed' }]);
    expect(maintenance?.States['maintain-bucket-failed']).toMatchObject({ Type: 'Pass', End: true });
    expect([map?.Next, ...(map?.Catch ?? []).map(({ Next }) => Next)]).toEqual(['check-quality', 'check-quality']);
  });

  test('fail the execution after fail-run', () => {
    expect(definition.States[definition.States['fail-run']?.Next ?? '']?.Type).toBe('Fail');
  });
});
