import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { dataLimit } from './data-limit.ts';
import type { Invoke } from './functions.ts';
import { calledFunctions, type Definition } from './workflow-definition.ts';
import type { WorkflowEvent, WorkflowEvents } from './workflow-event.ts';

export type { WorkflowEvent } from './workflow-event.ts';

type RunInput = Parameters<StateMachine['run']>[0];

export interface Execution {
  executionArn: string;
  name: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** JSON. */
  input: string;
  error?: string;
  cause?: string;
}

const ARN = 'arn:strata:states:::execution:segmentation:';

/**
 * Runs executions of the state machine in this process. Executions of an earlier process do not exist here, so that a run
 * that was interrupted is taken over.
 * @param invoke calls a function by its name
 * @param onEvent receives every event of every execution
 * @param onEnd is called after each execution, before it counts as ended; must not throw
 */
export function embeddedWorkflow(
  definition: Definition,
  invoke: Invoke,
  onEvent: (event: WorkflowEvent, execution: Execution) => void,
  onEnd: () => void = () => {},
) {
  // The tests validate the definition; validating it at each start would take half a second.
  const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
  /** Running executions by ARN, each with a promise of its end. */
  const running = new Map<string, { execution: Execution; ended: Promise<void> }>();
  let firstFailure: Execution | undefined;

  /** Calls the functions of one execution, unless it has failed meanwhile. */
  const handlersOf = (execution: Execution) =>
    Object.fromEntries(
      calledFunctions(definition).map((name) => [
        name,
        async (input: unknown) => {
          // By then, all events up to this call have been seen.
          await setImmediate();
          if (execution.status === 'FAILED') throw new Error('The execution has failed');
          const { Payload } = input as { Payload: unknown };
          return { StatusCode: 200, Payload: (await invoke(`stages/${name}`, Payload)) as RunInput };
        },
      ]),
    );

  async function run(execution: Execution): Promise<void> {
    const { executionArn: Id, name: Name } = execution;
    const { result, eventLogs, abort } = machine.run(JSON.parse(execution.input), {
      overrides: { taskResourceLocalHandlers: handlersOf(execution) },
      context: { Execution: { Id, Name } },
    });
    const watching = watch(eventLogs, execution, abort);
    let failure: { name: string; message: string } | undefined;
    try {
      await result;
    } catch (error) {
      failure = ((error as Error).cause ?? error) as Error;
    }
    await watching;
    if (execution.status === 'RUNNING') {
      if (failure) fail(execution, failure.name, failure.message);
      else execution.status = 'SUCCEEDED';
    }
    if (execution.status === 'FAILED') firstFailure ??= execution;
    onEnd();
  }

  async function watch(events: WorkflowEvents, execution: Execution, abort: () => void): Promise<void> {
    const limit = dataLimit();
    for await (const event of events) {
      onEvent(event, execution);
      const cause = execution.status === 'RUNNING' ? limit(event) : undefined;
      if (cause === undefined) continue;
      fail(execution, 'States.DataLimitExceeded', cause);
      abort();
    }
  }

  const fail = (execution: Execution, error: string, cause: string) =>
    Object.assign(execution, { status: 'FAILED', error, cause });

  function start(input: object, name: string = randomUUID()): Execution {
    const executionArn = `${ARN}${name}`;
    const known = running.get(executionArn)?.execution;
    if (known) return known;
    const execution: Execution = { executionArn, name, status: 'RUNNING', input: JSON.stringify(input) };
    const ended = run(execution).finally(() => running.delete(executionArn));
    running.set(executionArn, { execution, ended });
    return execution;
  }

  const port: Workflow = {
    start: async (input, name) => start(input, name).executionArn,
    executionArn: (name) => `${ARN}${name}`,
    isRunning: async (executionArn) => running.has(executionArn),
    endingOf: async (executionArn) => (running.has(executionArn) ? undefined : 'The process that ran it was ended'),
  };

  return {
    ...port,
    isIdle: () => running.size === 0,
    firstFailure: () => firstFailure,
    /** Resolves once no execution is running, including those that others start when they end. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}
