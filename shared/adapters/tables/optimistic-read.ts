import { readAll, type Table } from '../aws/table.ts';
import { type CustomerState, stateKey } from './customer-items.ts';
import { CURRENT } from './run-table.ts';

/** A customer as the visible run has it, and what the pointer to that run says of it. */
export interface OptimisticRead {
  run: { run_id: string; as_of: string };
  state: CustomerState;
  /** Whether a later run has begun to write, and did not end. */
  isPublishing: boolean;
}

/** No clock is that wrong, and no request takes that long. */
const CERTAIN_AFTER_MS = 60_000;

/**
 * Reads a customer and the pointer to the visible run in one request, in no order. That is right where the run has been
 * visible for longer than the request can take, and has written the customer or left the customer as it was.
 * @param now milliseconds since 1970
 * @returns undefined where that does not hold, and where there is no such customer: a second look will tell
 */
export async function readOptimistically(
  table: Table,
  customerId: string,
  now: number,
): Promise<OptimisticRead | undefined> {
  const items = await readAll(table, [CURRENT, stateKey(customerId)]);
  const current = items.find(({ pk }) => pk === CURRENT.pk) as Pointer | undefined;
  const customer = items.find(({ pk }) => pk !== CURRENT.pk);
  if (!customer || !current?.run_id || !current.as_of || !current.since) return undefined;
  const { run_id, as_of, since, unfinished } = current;
  if (!customer.state || String(customer.run_id) > run_id || now - Date.parse(since) < CERTAIN_AFTER_MS)
    return undefined;
  return { run: { run_id, as_of }, state: customer.state as CustomerState, isPublishing: unfinished !== undefined };
}

interface Pointer {
  run_id?: string;
  as_of?: string;
  since?: string;
  unfinished?: Set<string>;
}
