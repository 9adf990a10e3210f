import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { deployment } from '../../deployment.ts';
import type { EventBus } from '../../ports/events.ts';
import { stopAtDeadline } from './stop-at-deadline.ts';

/**
 * Puts events with source `strata` on an EventBridge bus. Their detail names the deployment, because several can share a bus.
 * @param name name or ARN
 */
export function eventBus(name: string, client = new EventBridgeClient({}), from = deployment): EventBus {
  stopAtDeadline(client);
  return {
    async publish(type, detail) {
      const { FailedEntryCount, Entries } = await client.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: name,
              Source: 'strata',
              DetailType: type,
              Detail: JSON.stringify({ deployment: from, ...detail }),
            },
          ],
        }),
      );
      if (FailedEntryCount) throw new Error(`EventBridge rejected ${type}: ${Entries?.[0]?.ErrorCode}`);
    },

    // EventBridge delivers events and keeps none; what subscribers keep is theirs.
    async forget() {},
  };
}
