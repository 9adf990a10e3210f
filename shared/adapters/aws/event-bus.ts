import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventDetail, EventType } from '../../domain/run/events.ts';

export type EventBus = ReturnType<typeof eventBus>;

/** Puts events with source `strata` on an EventBridge bus. */
export function eventBus(name: string, client = new EventBridgeClient({})) {
  return {
    /** @throws {Error} when EventBridge rejects the event */
    async announce<Type extends EventType>(detailType: Type, detail: EventDetail<Type>): Promise<void> {
      const { FailedEntryCount, Entries } = await client.send(
        new PutEventsCommand({
          Entries: [{ EventBusName: name, Source: 'strata', DetailType: detailType, Detail: JSON.stringify(detail) }],
        }),
      );
      if (FailedEntryCount) throw new Error(`EventBridge rejected ${detailType}: ${Entries?.[0]?.ErrorCode}`);
    },
  };
}
