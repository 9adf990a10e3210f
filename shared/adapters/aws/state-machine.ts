import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '../../ports/workflow.ts';
import { stopAtDeadline } from './stop-at-deadline.ts';

const endings: Readonly<Record<string, string>> = {
  ABORTED: 'Its execution was stopped',
  FAILED: 'Its execution failed',
  TIMED_OUT: 'Its execution took longer than it may',
};
const GONE = 'Its execution no longer exists';

/** The segmentation workflow in Step Functions. */
export function stateMachine(arn: string, client = new SFNClient({})): Workflow {
  stopAtDeadline(client);

  const describe = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));

  return {
    async start(input, name) {
      const { executionArn = '' } = await client.send(
        new StartExecutionCommand({ stateMachineArn: arn, input: JSON.stringify(input), name }),
      );
      return executionArn;
    },

    executionArn: (name) => `${arn.replace(':stateMachine:', ':execution:')}:${name}`,

    async isRunning(executionArn) {
      try {
        const { status } = await describe(executionArn);
        return status === 'RUNNING' || status === 'PENDING_REDRIVE';
      } catch (error) {
        if (isThrottling(error)) return true;
        if (error instanceof ExecutionDoesNotExist) return false;
        throw error;
      }
    },

    async endingOf(executionArn) {
      try {
        const { status = '', error, cause } = await describe(executionArn);
        const reason = [error, cause].filter(Boolean).join(': ');
        return endings[status] && `${endings[status]}${reason && ` (${reason})`}`;
      } catch (error) {
        if (isThrottling(error)) return undefined;
        if (error instanceof ExecutionDoesNotExist) return GONE;
        throw error;
      }
    },
  };
}

const isThrottling = (error: unknown) => error instanceof Error && /Throttling|TooManyRequests/.test(error.name);
