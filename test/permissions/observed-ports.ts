import type { EventBus } from '../../shared/ports/events.ts';
import type { ObjectLinks, ObjectStore } from '../../shared/ports/objects.ts';
import type { Secret } from '../../shared/ports/secret.ts';
import type { Table, Write } from '../../shared/ports/table.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import type { IamRequest } from './iam-request.ts';
import {
  eventActions,
  linkActions,
  objectActions,
  secretActions,
  tableActions,
  workflowActions,
  writeActions,
} from './port-actions.ts';

/** Observes one operation of a port. */
export interface Observer {
  /** Is called with requests that the operation stands for, before it sends them. */
  expect(requests: readonly IamRequest[]): Promise<void>;
  run<Result>(operation: () => Promise<Result>): Promise<Result>;
}

/** The environment variables that name what ports open. */
export type Variable = 'INBOX' | 'LAKE' | 'TABLE' | 'EVENTS' | 'ID_KEY' | 'WORKFLOW';

/** Every operation of a port that sends requests, with those that it stands for. */
type Actions<Port> = {
  [Name in Exclude<keyof Port, 'executionArn'>]: (...args: never[]) => readonly IamRequest[];
};
// biome-ignore lint/suspicious/noExplicitAny: each operation has its own arguments
type Operation = (...args: any[]) => Promise<unknown>;

/**
 * Ports of which each operation has an observer.
 * @param arnOf the ARN of what a variable names
 * @param observe is called once for each operation that is performed
 */
export function observedPorts(arnOf: (variable: Variable) => Promise<string>, observe: () => Observer) {
  function observed<Port extends object>(port: Port, variable: Variable, actionsOn: (arn: string) => Actions<Port>) {
    const names = Object.keys(actionsOn('')) as (keyof Actions<Port>)[];
    const operations = names.map((name) => {
      const operation = port[name] as Operation;
      return [
        name,
        async (...args: never[]) => {
          const { expect, run } = observe();
          await expect(actionsOn(await arnOf(variable))[name](...args));
          return run(() => operation(...args));
        },
      ];
    });
    return { ...port, ...Object.fromEntries(operations) } as Port;
  }

  return {
    objects: (variable: 'INBOX' | 'LAKE', port: ObjectStore) => observed(port, variable, objectActions),
    links: (variable: 'INBOX' | 'LAKE', port: ObjectLinks) => observed(port, variable, linkActions),
    events: (port: EventBus) => observed(port, 'EVENTS', eventActions),
    workflow: (port: Workflow) => observed(port, 'WORKFLOW', workflowActions),

    table(port: Table): Table {
      const { writeAll, ...operations } = port;
      return {
        ...observed<Omit<Table, 'writeAll'>>(operations, 'TABLE', tableActions),
        async writeAll(writes) {
          const { expect, run } = observe();
          const arn = await arnOf('TABLE');
          async function* observedWrites(): AsyncGenerator<Write> {
            for await (const write of writes) {
              await expect(writeActions(arn, write));
              yield write;
            }
          }
          return run(() => writeAll(observedWrites()));
        },
      };
    },

    /** Only the first use sends a request. */
    secret(port: Secret): Secret {
      let value: ReturnType<Secret> | undefined;
      return () => {
        value ??= read().catch((error) => {
          value = undefined;
          throw error;
        });
        return value;
      };

      async function read() {
        const { expect, run } = observe();
        await expect(secretActions(await arnOf('ID_KEY')));
        return run(port);
      }
    },
  };
}
