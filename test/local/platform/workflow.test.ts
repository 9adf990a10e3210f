import { expect, it } from 'vitest';
import { stageTimer } from '../../../local/cli/stage-timer.ts';
import { functionRunner } from '../../../local/platform/functions.ts';
import { embeddedWorkflow } from '../../../local/platform/workflow.ts';
import type { Definition } from '../../../local/platform/workflow-definition.ts';

const task = (name: string, more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: name, Payload: { 'item.$': '$' } },
  OutputPath: '$.Payload',
  ...more,
});

const definition = {
  StartAt: 'each',
  States: {
    each: {
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'double', States: { double: task('double', { End: true }) } },
      Catch: [{ ErrorEquals: ['InputError'], Next: 'refused' }],
      End: true,
    },
    refused: { Type: 'Fail', Error: 'Refused', Cause: 'by name' },
  },
} as Definition;

function workflowOf(double: (item: number) => number) {
  const watch = stageTimer(definition, () => {});
  const load = async () => async (event: unknown) => double((event as { item: number }).item);
  return { watch, workflow: embeddedWorkflow(definition, functionRunner(undefined, load), watch.observe) };
}

it('runs the functions by their names and remembers the execution', async () => {
  const seen: number[] = [];
  const { workflow, watch } = workflowOf((item) => seen.push(item));

  const arn = await workflow.start({ items: [1, 2, 3] });
  expect(await workflow.isRunning(arn)).toBe(true);
  await workflow.idle();

  expect(seen).toEqual([1, 2, 3]);
  expect(await workflow.isRunning(arn)).toBe(false);
  expect(workflow.firstFailure()).toBeUndefined();
  expect(Object.keys(watch.seconds)).toEqual(['double']);
});

it("matches a function's error by its name", async () => {
  const { workflow } = workflowOf(() => {
    throw Object.assign(new Error('bad item'), { name: 'InputError' });
  });

  await workflow.start({ items: [1] });
  await workflow.idle();

  expect(workflow.firstFailure()).toMatchObject({ status: 'FAILED', error: 'Refused' });
});

it('does not know the executions of another process', async () => {
  const { workflow } = workflowOf((item) => item);

  expect(await workflow.isRunning(workflow.executionArn('of-another'))).toBe(false);
});

it('starts an execution once under a name', async () => {
  const seen: number[] = [];
  const { workflow } = workflowOf((item) => seen.push(item));

  const arns = await Promise.all([workflow.start({ items: [1] }, 'one'), workflow.start({ items: [1] }, 'one')]);
  await workflow.idle();

  expect(arns).toEqual([workflow.executionArn('one'), workflow.executionArn('one')]);
  expect(seen).toEqual([1]);
});
