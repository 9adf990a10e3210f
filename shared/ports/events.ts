import type { EventDetail, EventType } from '../domain/run/events.ts';

/** Publishes what happened, for other systems. */
export interface EventBus {
  /** @throws {Error} when the bus rejects the event */
  publish<Type extends EventType>(type: Type, detail: EventDetail<Type>): Promise<void>;

  /** Removes a customer's events from whatever the bus itself keeps. */
  forget(customerId: string): Promise<void>;
}
