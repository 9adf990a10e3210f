import type { EventDetail, EventType } from '../domain/run/events.ts';

/** Publishes what happened, for other systems. */
export interface EventBus {
  /** @throws {Error} when the bus rejects the event */
  publish<Type extends EventType>(type: Type, detail: EventDetail<Type>): Promise<void>;

  /** Removes what the bus itself keeps about customers. @param customerIds as stored, at most a few thousand */
  forget(customerIds: readonly string[]): Promise<void>;
}
