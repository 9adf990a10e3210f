import { existsSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { describe, expect, test } from 'vitest';
import { source } from '../../shared/contracts.ts';
import { inputErrorNames } from '../../shared/errors.ts';
import { definition, flows, happyPath, tasks, tasksFrom } from './definition.ts';

const pipeline = [
  ...['open-run', 'clean', 'erase', 'check-quality', 'build-features', 'fit-model'],
  ...['assign-tiers', 'publish', 'close-run'],
];
const taskNames = tasks.map(([name]) => name);

describe('the state machine', () => {
  test('is valid Amazon States Language', () => {
    const { isValid, errorsText } = validate(structuredClone(definition), { checkPaths: true, checkArn: true });

    expect(errorsText()).toBe('');
    expect(isValid).toBe(true);
  });

  test('takes the stages in pipeline order', () => {
    const path = happyPath(definition, ({ Choices, Default }) =>
      Choices?.[0]?.Next === 'clean-uploads' ? 'clean-uploads' : Default,
    );

    expect(path.filter((name) => taskNames.includes(name))).toEqual(pipeline);
  });

  test('has no task but the stages, fail-run and what-if', () => {
    expect(taskNames.toSorted()).toEqual([...pipeline, 'fail-run', 'what-if'].toSorted());
  });

  test('looks at another policy before anything else, and does nothing more then', () => {
    const [path] = [happyPath(definition, ({ Choices }) => Choices?.[0]?.Next)];

    expect(path).toEqual(['normalise-trigger', 'what-was-asked', 'what-if']);
    expect(definition.States['what-if']).toMatchObject({ End: true });
    expect(definition.States['what-was-asked']).toMatchObject({
      Choices: [{ And: [{ IsPresent: true }, { Variable: '$.trigger.source', StringEquals: source.whatIf }] }],
      Default: 'open-run',
    });
  });
});

describe.each(tasks)('the task %s', (name, { Parameters, Retry = [] }) => {
  test('runs the function of its own name', () => {
    expect(Parameters?.FunctionName).toBe(`\${${name}}`);
    expect(existsSync(join(import.meta.dirname, '../../functions/stages', name, 'handler.ts'))).toBe(true);
  });

  test('is retried like every other', () => {
    expect(Retry).toEqual(tasks[0]?.[1].Retry);
  });

  test('does not try again what trying again cannot mend', () => {
    const never = Retry.filter(({ MaxAttempts }) => MaxAttempts === 0);

    expect(never.map(({ ErrorEquals }) => ErrorEquals)).toEqual([inputErrorNames]);
  });

  test('names input errors before the retrier that takes any failure', () => {
    const taken = Retry.map(({ ErrorEquals }) => ErrorEquals[0]);

    expect(taken.indexOf('InputError')).toBeLessThan(taken.indexOf('States.TaskFailed'));
  });
});

describe('errors', () => {
  const [main, ...maps] = flows;

  // What looks at another policy holds nothing that would have to be cleared up.
  const without = ['fail-run', 'what-if'];
  test.each(
    Object.entries(main?.States ?? {}).filter(([name, { Type }]) => /Task|Map/.test(Type) && !without.includes(name)),
  )('of %s all end in fail-run', (_, { Catch = [] }) => {
    expect(Catch.map(({ ErrorEquals }) => ErrorEquals)).toEqual([['States.ALL']]);
    expect(Catch.map(({ Next }) => tasksFrom(definition, Next))).toEqual([['fail-run']]);
  });

  test.each(maps)(
    'of one item in the map of $StartAt are reported, and the check behind the map ends in fail-run',
    (map) => {
      const { Catch = [] } = map.States[map.StartAt] ?? {};
      const stage = map.StartAt;

      expect(Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: `${stage}-failed` }]);
      const check = definition.States[`all-${stage}-done`];
      expect(check?.Choices?.map(({ Next }) => tasksFrom(definition, Next))).toEqual([['fail-run']]);
    },
  );

  test('fail the execution once fail-run has cleared up', () => {
    expect(definition.States[definition.States['fail-run']?.Next ?? '']?.Type).toBe('Fail');
  });
});
