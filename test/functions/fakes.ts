import type { EventBus } from '../../shared/ports/events.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';

/** A state machine that records calls and runs nothing. @param running executions to report as running */
export function fakeMachine(...running: string[]) {
  const started: object[] = [];
  const machine: Workflow = {
    async start(input, name = `execution-${started.length + 1}`) {
      started.push(input);
      return name;
    },
    executionArn: (name) => name,
    isRunning: async (arn) => running.includes(arn),
    endingOf: async () => 'Its execution was stopped (new release)',
  };
  return { machine, started };
}

/** An event bus that records events. */
export function fakeEvents() {
  const published: { type: string; detail: object }[] = [];
  const forgotten: string[] = [];
  const events: EventBus = {
    async publish(type, detail) {
      published.push({ type, detail });
    },
    async forget(customerIds) {
      forgotten.push(...customerIds);
    },
  };
  return { events, published, forgotten };
}
