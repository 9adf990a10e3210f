import type { EventBus } from '../../shared/adapters/aws/event-bus.ts';
import type { StateMachine } from '../../shared/adapters/aws/state-machine.ts';

/** A state machine that records calls and runs nothing. @param running executions to report as running */
export function fakeMachine(...running: string[]) {
  const started: object[] = [];
  const machine: StateMachine = {
    async start(input, name = `execution-${started.length + 1}`) {
      started.push(input);
      return name;
    },
    executionArn: (name) => name,
    isRunning: async (arn) => running.includes(arn),
  };
  return { machine, started };
}

/** An event bus that records events. */
export function fakeEvents() {
  const published: { type: string; detail: object }[] = [];
  const events: EventBus = {
    async announce(type, detail) {
      published.push({ type, detail });
    },
  };
  return { events, published };
}
