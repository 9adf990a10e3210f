import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { eventually } from './eventually.ts';

const client = new SFNClient({});

/** The executions of the deployed workflow, as an operator sees them. */
export function workflow(stateMachineArn: string) {
  async function executions() {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions.map(({ executionArn = '', status }) => ({ executionArn, status }));
  }

  return {
    /** @returns the ARN of the execution */
    async start(input: object): Promise<string> {
      const { executionArn = '' } = await client.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
      );
      return executionArn;
    },

    /** Does something that starts the workflow without being told. @returns the ARN of the execution it started */
    async startedBy(act: () => Promise<unknown>): Promise<string> {
      const before = new Set((await executions()).map(({ executionArn }) => executionArn));
      await act();
      return eventually('execution started by the event', async () => {
        const started = (await executions()).find(({ executionArn }) => !before.has(executionArn));
        return started?.executionArn;
      });
    },

    /** Waits until an execution has ended. @returns how, e.g. `SUCCEEDED`, with its error if it has one */
    end: (executionArn: string) =>
      eventually('end of the execution', async () => {
        const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status === 'RUNNING' ? undefined : { status, ...(error && { error, cause }) };
      }),
  };
}
