import { afterEach, beforeEach, describe, it } from 'vitest';
import type { EventDetail } from '../../shared/domain/run/events.ts';
import type { EventBus } from '../../shared/ports/events.ts';

interface OpenBus {
  events: EventBus;
  close(): Promise<void>;
}

export const tierChange = (customer_id: string) => ({
  ...{ customer_id, from: 'silver', from_since: '2026-03-31', to: 'gold', cause: null },
  ...{ reason: 'Gold', reason_zh: '金卡' },
});

export const tierChanged = (...customerIds: readonly string[]): EventDetail<'Tier Changed'> => ({
  ...{ run_id: '20260901T030004512Z-7be2d41f', as_of: '2026-08-31', event_id: '9f2c41d07be2a6c35d1e8f04b7a9c6d2' },
  changes: customerIds.map(tierChange),
});

const runCompleted: EventDetail<'Run Completed'> = {
  ...{ run_id: '20260901T030004512Z-7be2d41f', as_of: '2026-08-31', customers: 1 },
  tiers: [{ tier: 'VIP', customers: 1, monetary_total: 12.5 }],
};

/** What every {@link EventBus} promises. */
export function eventsContract(name: string, open: () => Promise<OpenBus>): void {
  describe(`events: ${name}`, () => {
    let bus: OpenBus;
    beforeEach(async () => {
      bus = await open();
    });
    afterEach(() => bus.close());

    it('accepts events', async () => {
      await bus.events.publish('Run Completed', runCompleted);
      await bus.events.publish('Tier Changed', tierChanged('00042', "O'Brien & Söhne 订单"));
    });

    it('forgets customers, known or not', async () => {
      await bus.events.publish('Tier Changed', tierChanged('00042'));
      await bus.events.forget(['00042', 'nobody']);
      await bus.events.forget([]);
    });
  });
}
