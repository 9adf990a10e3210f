import { handler as query } from '../../../functions/api/query/handler.ts';
import { handler as bare } from './bare-get-item.ts';
import { customerId } from './table-of-customers.ts';
import { tierEvent } from './tier-event.ts';
import { millisecondsOf } from './timings.ts';

const WARM_UP = 500;

/**
 * Asks for customers' tiers through the reading function and for their items by the bare one, in turn, so that what else the
 * machine does falls on both.
 * @returns milliseconds of each request
 */
export async function warmRequests(customers: number, requests: number): Promise<{ tier: number[]; bare: number[] }> {
  const taken = { tier: [] as number[], bare: [] as number[] };
  for (let request = 0; request < WARM_UP + requests; request++) {
    // Steps of a prime, so that neighbours in the table are not asked for one after another.
    const event = tierEvent(customerId((request * 7919) % customers));
    const tier = await millisecondsOf(() => answered(query(event as never, {} as never)));
    const least = await millisecondsOf(() => answered(bare(event)));
    if (request < WARM_UP) continue;
    taken.tier.push(tier);
    taken.bare.push(least);
  }
  return taken;
}

/** @throws {Error} when the answer is not the one that is measured */
async function answered(answer: Promise<{ statusCode?: number | undefined }>): Promise<void> {
  const { statusCode } = await answer;
  if (statusCode !== 200) throw new Error(`Expected 200, got ${statusCode}`);
}
