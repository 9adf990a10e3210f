import { ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { stateMachine } from '../../../../shared/adapters/aws/state-machine.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:segmentation';

/** A state machine whose service answers every request so. */
function machine(answer: object | Error) {
  const client = new SFNClient({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  client.middlewareStack.add(
    () => async () => {
      if (answer instanceof Error) throw answer;
      return { output: answer as never, response: {} };
    },
    { step: 'initialize' },
  );
  return stateMachine(ARN, client);
}
const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
const gone = new ExecutionDoesNotExist({ message: 'gone', $metadata: {} });

it.each([
  ['runs', { status: 'RUNNING' }, true],
  ['waits to be redriven', { status: 'PENDING_REDRIVE' }, true],
  ['was stopped', { status: 'ABORTED' }, false],
  ['no longer exists', gone, false],
  ['cannot be described for too many requests', throttled, true],
])('tells whether an execution is running that %s', async (_, answer, expected) => {
  expect(await machine(answer).isRunning('an execution')).toBe(expected);
});

it.each<[string, object | Error, string | undefined]>([
  [
    'was stopped',
    { status: 'ABORTED', error: 'Stopped', cause: 'new release' },
    'Its execution was stopped (Stopped: new release)',
  ],
  ['was stopped without a reason', { status: 'ABORTED' }, 'Its execution was stopped'],
  ['timed out', { status: 'TIMED_OUT' }, 'Its execution took longer than it may'],
  [
    'failed',
    { status: 'FAILED', error: 'States.DataLimitExceeded' },
    'Its execution failed (States.DataLimitExceeded)',
  ],
  ['no longer exists', gone, 'Its execution no longer exists'],
  ['still runs', { status: 'RUNNING' }, undefined],
  ['cannot be described for too many requests', throttled, undefined],
])('tells how an execution ended that %s', async (_, answer, expected) => {
  expect(await machine(answer).endingOf('an execution')).toBe(expected);
});

it('passes on other errors', async () => {
  await expect(machine(new Error('Denied')).isRunning('an execution')).rejects.toThrow('Denied');
});
