import type { EventBus } from '../../shared/ports/events.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';

/** A state machine that runs nothing and remembers what it was asked. @param running the executions it calls running */
export function fakeMachine(...running: string[]) {
  const started: object[] = [];
  const machine: Workflow = {
    async start(input, name = `execution-${started.length + 1}`) {
      started.push(input);
      return name;
    },
    executionArn: (name) => name,
    isRunning: async (arn) => running.includes(arn),
  };
  return { machine, started };
}

/** A bus that keeps what is announced. */
export function fakeEvents() {
  const announced: { type: string; detail: object }[] = [];
  const events: EventBus = {
    async publish(type, detail) {
      announced.push({ type, detail });
    },
    async forget() {},
  };
  return { events, announced };
}
