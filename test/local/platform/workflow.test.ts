import { describe, expect, it } from 'vitest';
import { stageTimer } from '../../../local/cli/stage-timer.ts';
import { functionRunner } from '../../../local/platform/functions.ts';
import { embeddedWorkflow } from '../../../local/platform/workflow.ts';
import { type Definition, readDefinition } from '../../../local/platform/workflow-definition.ts';

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

describe('data between states', () => {
  /** JSON of a text with this many bytes, quotes included. */
  const text = (bytes: number) => 'x'.repeat(bytes - 2);
  const whole = { StartAt: 'first', States: { first: task('first', { Next: 'second' }), second: task('second', {}) } };
  const caught = [{ ErrorEquals: ['States.ALL'], Next: 'second' }];

  /** @param results of the functions by name. @returns the names of those called, and the failure */
  async function resultOf(flow: object, results: Record<string, unknown>, input: object = {}) {
    const called: string[] = [];
    const invoke = async (name: string) => {
      called.push(name.replace('stages/', ''));
      return results[called.at(-1) ?? ''];
    };
    const workflow = embeddedWorkflow(flow as Definition, invoke, () => {});
    await workflow.start(input);
    await workflow.idle();
    return { called, error: workflow.firstFailure()?.error };
  }

  it('may have 262,144 bytes', async () => {
    const { first, second } = whole.States;
    const flow = { ...whole, States: { first: { ...first, Catch: caught }, second: { ...second, End: true } } };
    const results = { first: text(262_144), second: 'done' };

    expect(await resultOf(flow, results)).toEqual({ called: ['first', 'second'], error: undefined });
  });

  it.each([
    ['a byte more', text(262_145)],
    ['a character of two bytes more', `ä${text(262_143)}`],
  ])('fails the execution with %s, whatever it catches', async (_, result) => {
    const { first, second } = whole.States;
    const flow = { ...whole, States: { first: { ...first, Catch: caught }, second: { ...second, End: true } } };

    expect(await resultOf(flow, { first: result, second: 'done' })).toEqual({
      called: ['first'],
      error: 'States.DataLimitExceeded',
    });
  });

  it('counts the results of all items of a map together', async () => {
    const item = { StartAt: 'first', States: { first: task('first', { End: true }) } };
    const map = { Type: 'Map', ItemsPath: '$.items', MaxConcurrency: 1, ItemProcessor: item, Catch: caught };
    const selector = { ResultSelector: { 'first.$': '$[0]' }, Next: 'second' };
    const flow = {
      StartAt: 'each',
      States: { each: { ...map, ...selector }, second: task('second', { End: true }) },
    };
    const items = { items: [1, 2, 3] };

    expect((await resultOf(flow, { first: text(87_000), second: 'done' }, items)).error).toBeUndefined();
    expect(await resultOf(flow, { first: text(88_000), second: 'done' }, items)).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });
});

it('records the failure of a run in which each of 2,000 uploads failed', async () => {
  const uploads = Array.from({ length: 2000 }, (_, n) => `20260801T093000000Z-${String(n).padStart(12, '0')}`);
  const opened = { outcome: 'opened', runId: 'R', waiting: '', checks: 1, settleSeconds: 0, uploads, buckets: [0] };
  let recorded: unknown;
  const load = async (name: string) => async (event: unknown) => {
    if (name === 'stages/open-run') return opened;
    if (name === 'stages/clean') throw Object.assign(new Error('x'.repeat(1000)), { name: 'UnreadableUploadError' });
    recorded = event;
    return { runId: 'R', error: 'UnreadableUploadError', message: 'Not readable (2000 items failed)' };
  };
  const workflow = embeddedWorkflow(await readDefinition(), functionRunner(undefined, load), () => {});
  await workflow.start({ source: 'strata.schedule' });
  await workflow.idle();

  expect(recorded).toMatchObject({
    failed: { state: 'clean', caught: { Error: 'ItemsFailed', Cause: '["ITEM_FAILED UnreadableUploadError"]' } },
  });
  expect(workflow.firstFailure()).toMatchObject({
    error: 'UnreadableUploadError',
    cause: 'Not readable (2000 items failed)',
  });
});

describe('erasures', () => {
  const opened = { outcome: 'opened', runId: 'R', waiting: '', checks: 1, settleSeconds: 0, uploads: [], buckets: [0] };
  const fails = () => {
    throw Object.assign(new Error('unreadable'), { name: 'InputError' });
  };

  /** Runs the workflow with functions that all succeed but for the given ones. @returns the calls from `erase` to `build-features` */
  async function callsWith(own: Record<string, (event: { bucket?: number }) => unknown>) {
    const calls: string[] = [];
    const load = async (name: string) => async (event: unknown) => {
      const stage = name.replace('stages/', '');
      const { bucket } = event as { bucket?: number };
      calls.push(bucket === undefined ? stage : `${stage} ${bucket}`);
      return own[stage]?.(event as { bucket?: number }) ?? (stage === 'open-run' ? opened : { status: 'done' });
    };
    const workflow = embeddedWorkflow(await readDefinition(), functionRunner(undefined, load), () => {});
    await workflow.start({ source: 'strata.schedule' });
    await workflow.idle();
    expect(workflow.firstFailure()).toBeUndefined();
    return calls.slice(1, calls.indexOf('build-features 0'));
  }

  it('go on until all shared files are done, and then in the buckets concerned', async () => {
    const outcomes = ['more', 'more', 'done'].values();
    const erase = () => ({ status: outcomes.next().value, buckets: [3, 7] });

    expect(await callsWith({ erase })).toEqual([
      ...['erase', 'erase', 'erase', 'maintain-bucket 3', 'maintain-bucket 7', 'check-quality'],
    ]);
  });

  it('are skipped in the buckets if there is nothing to do', async () => {
    expect(await callsWith({ erase: () => ({ status: 'done', buckets: [] }) })).toEqual(['erase', 'check-quality']);
  });

  it('do not fail the run if they fail in shared files', async () => {
    expect(await callsWith({ erase: fails })).toEqual(['erase', 'check-quality']);
  });

  it('do not fail the run if they fail in a bucket, and go on in the others', async () => {
    const erase = () => ({ status: 'done', buckets: [3, 7] });
    const inBucket = ({ bucket }: { bucket?: number }) => (bucket === 3 ? fails() : { status: 'done' });

    expect(await callsWith({ erase, 'maintain-bucket': inBucket })).toEqual([
      ...['erase', 'maintain-bucket 3', 'maintain-bucket 7', 'check-quality'],
    ]);
  });
});
