import type { EventBus } from '../../shared/ports/events.ts';
import type { ObjectLinks, ObjectStore } from '../../shared/ports/objects.ts';
import type { Secret } from '../../shared/ports/secret.ts';
import type { Table, Write } from '../../shared/ports/table.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { authorize } from './authorize.ts';
import { stackPolicies } from './function-policies.ts';
import type { IamRequest } from './iam-request.ts';
import {
  eventActions,
  linkActions,
  objectActions,
  secretActions,
  tableActions,
  workflowActions,
} from './port-actions.ts';

// biome-ignore lint/suspicious/noExplicitAny: each operation has its own arguments
type Operation = (...args: any[]) => any;

/** The operations of a port, each with the requests that it stands for. */
type Actions<Port> = { [Name in keyof Port]?: (...args: never[]) => IamRequest[] };

/**
 * Ports as a function has them on AWS: an operation that its role does not allow is rejected with `AccessDenied`.
 * @param functionName folder of its code, such as `stages/publish`
 */
export function authorizedPorts(functionName: string) {
  const allow = async (requests: readonly IamRequest[]) => {
    for (const request of requests) await authorize(functionName, request);
  };
  /** @param variable the environment variable that names the resource */
  async function arn(variable: string): Promise<string> {
    const { functions } = await stackPolicies();
    const found = functions[functionName]?.resources[variable];
    if (!found) throw new Error(`The stack does not set ${variable} of ${functionName}`);
    return found;
  }

  /** A port of which each operation in the table is authorised first. */
  function authorized<Port extends object>(
    port: Port,
    variable: string,
    actionsOn: (arn: string) => Actions<Port>,
  ): Port {
    const guarded = (name: keyof Port, operation: Operation) =>
      async function authorizedOperation(...args: never[]) {
        const requestsOf = actionsOn(await arn(variable))[name];
        if (!requestsOf) throw new Error(`${String(name)} is not in the table of port actions`);
        await allow(requestsOf(...args));
        return operation.apply(port, args);
      };
    const operations = Object.entries(port).map(([name, member]) =>
      typeof member === 'function' && !unauthorized.has(name)
        ? [name, guarded(name as keyof Port, member)]
        : [name, member],
    );
    return Object.fromEntries(operations);
  }

  return {
    objects: (variable: 'INBOX' | 'LAKE', port: ObjectStore) => authorized(port, variable, objectActions),

    links: (variable: 'INBOX' | 'LAKE', port: ObjectLinks) => authorized(port, variable, linkActions),

    table(port: Table): Table {
      async function* allowEach(writes: AsyncIterable<Write>, actions: ReturnType<typeof tableActions>) {
        for await (const write of writes) {
          await allow(actions.writeAll(write));
          yield write;
        }
      }
      return {
        ...authorized<Omit<Table, 'writeAll'>>(port, 'TABLE', tableActions),
        writeAll: async (writes) => port.writeAll(allowEach(writes, tableActions(await arn('TABLE')))),
      };
    },

    events: (port: EventBus) => authorized(port, 'EVENTS', eventActions),

    secret: (port: Secret): Secret => {
      return async () => {
        await allow(secretActions(await arn('ID_KEY')));
        return port();
      };
    },

    workflow: (port: Workflow) => authorized(port, 'WORKFLOW', workflowActions),
  };
}

/** Operations that send no request. */
const unauthorized = new Set(['executionArn']);
