import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

export type StateMachine = ReturnType<typeof stateMachine>;

/** The segmentation workflow, from outside. */
export function stateMachine(arn: string, client = new SFNClient({})) {
  return {
    /**
     * Starts an execution.
     * @param name one that no execution had before; default: one that is made up
     * @returns its ARN
     */
    async start(input: object, name?: string): Promise<string> {
      const { executionArn = '' } = await client.send(
        new StartExecutionCommand({ stateMachineArn: arn, input: JSON.stringify(input), name }),
      );
      return executionArn;
    },

    /** The ARN of an execution that was started by a name. */
    arnOf: (name: string) => `${arn.replace(':stateMachine:', ':execution:')}:${name}`,

    /** Whether an execution still runs; one that is no longer known does not. */
    async isRunning(executionArn: string): Promise<boolean> {
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
