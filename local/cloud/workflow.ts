import { randomUUID } from 'node:crypto';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { type Operations, ServiceError } from './aws-json.ts';
import { ACCOUNT, STATE_MACHINE_ARN } from './environment.ts';
import type { Invoke } from './functions.ts';
import { calledFunctions, type Definition } from './workflow-definition.ts';

type RunInput = Parameters<StateMachine['run']>[0];
type Logs = ReturnType<StateMachine['run']>['eventLogs'];
/** What happens in an execution: states entered and left, items of maps begun and done. */
export type WorkflowEvent = Logs extends AsyncGenerator<infer Event> ? Event : never;

export interface Execution {
  executionArn: string;
  name: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  input: string;
  /** Seconds since 1970, as the protocol has it. */
  startDate: number;
  stopDate?: number;
  error?: string;
  cause?: string;
}

export type Workflow = ReturnType<typeof embeddedWorkflow>;

/**
 * Stands in for Step Functions: runs executions of the one state machine in this process, and knows those of this
 * process only, so an execution that died with an earlier one does not exist.
 * @param invoke calls a function by its name
 * @param onEvent hears everything that happens in every execution
 */
export function embeddedWorkflow(
  definition: Definition,
  invoke: Invoke,
  onEvent: (event: WorkflowEvent, execution: Execution) => void,
) {
  // The tests validate the definition: to do so at each start takes half a second.
  const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
  const executions = new Map<string, Execution>();
  const underWay = new Set<Promise<void>>();
  const taskResourceLocalHandlers = Object.fromEntries(
    calledFunctions(definition).map((name) => [
      name,
      async (input: unknown) => ({
        StatusCode: 200,
        Payload: (await invoke(`stages/${name}`, (input as { Payload: unknown }).Payload)) as RunInput,
      }),
    ]),
  );

  function start(input: string, name: string = randomUUID()): Execution {
    const executionArn = `arn:aws:states:${ACCOUNT}:execution:segmentation:${name}`;
    const execution: Execution = { executionArn, name, status: 'RUNNING', input, startDate: seconds() };
    executions.set(executionArn, execution);
    const running = run(execution).finally(() => underWay.delete(running));
    underWay.add(running);
    return execution;
  }

  async function run(execution: Execution): Promise<void> {
    const { result, eventLogs } = machine.run(JSON.parse(execution.input), {
      overrides: { taskResourceLocalHandlers },
      context: { Execution: { Id: execution.executionArn, Name: execution.name } },
    });
    const watching = watch(eventLogs, execution);
    try {
      await result;
      execution.status = 'SUCCEEDED';
    } catch (error) {
      const { name, message } = ((error as Error).cause ?? error) as Error;
      Object.assign(execution, { status: 'FAILED', error: name, cause: message });
    }
    execution.stopDate = seconds();
    await watching;
  }

  async function watch(events: Logs, execution: Execution): Promise<void> {
    for await (const event of events) onEvent(event, execution);
  }

  const operations: Operations = {
    'AWSStepFunctions.StartExecution': ({ input, name }) => {
      const { executionArn, startDate } = start(String(input ?? '{}'), name as string | undefined);
      return { executionArn, startDate };
    },
    'AWSStepFunctions.DescribeExecution': ({ executionArn }) => {
      const execution = executions.get(String(executionArn));
      if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
      return { ...execution, stateMachineArn: STATE_MACHINE_ARN };
    },
    'AWSStepFunctions.ListExecutions': () => ({ executions: [...executions.values()].reverse() }),
  };

  return {
    operations,
    start: (input: object) => start(JSON.stringify(input)),
    isIdle: () => underWay.size === 0,
    firstFailure: () => [...executions.values()].find(({ status }) => status === 'FAILED'),
    /** Resolves once no execution runs, those included that others start at their end. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const seconds = () => Date.now() / 1000;
