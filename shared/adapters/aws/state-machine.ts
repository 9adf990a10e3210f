import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '../../ports/workflow.ts';
import { stopAtDeadline } from './stop-at-deadline.ts';

/** The segmentation workflow in Step Functions. */
export function stateMachine(arn: string, client = new SFNClient({})): Workflow {
  stopAtDeadline(client);
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
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status === 'RUNNING' || status === 'PENDING_REDRIVE';
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return false;
        throw error;
      }
    },
  };
}
