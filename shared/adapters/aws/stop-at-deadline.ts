import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requireInvocation } from '../invocation/deadline.ts';

type Stack = DynamoDBClient['middlewareStack'];

/**
 * Lets a client send no request of an invocation that has ended. Checks each attempt of a request right before it is sent, after
 * all pauses.
 * @param client of any service
 */
export function stopAtDeadline(client: { middlewareStack: object }): void {
  // The stacks of the services differ only in the types of their requests, which do not matter here.
  (client.middlewareStack as Stack).add(
    (next) => async (request) => {
      requireInvocation();
      return next(request);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'strataDeadline', override: true },
  );
}
