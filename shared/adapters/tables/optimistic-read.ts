import type { Table } from '../../ports/table.ts';
import { type CustomerState, stateKey } from './customer-items.ts';
import { CURRENT } from './run-table.ts';

/** A customer in the current run, with the run's id and date from the `CURRENT` item. */
export interface OptimisticRead {
  run: { run_id: string; as_of: string };
  state: CustomerState;
  /** Whether a later run has started to publish and has not completed. */
  isPublishing: boolean;
}

/** Tolerance for clock skew and request duration. */
const CERTAIN_AFTER_MS = 60_000;

/**
 * Reads a customer and the `CURRENT` item in one request, in no particular order. The result is consistent if the run has
 * been current for longer than a request can take and no later run has written the customer.
 * @param now milliseconds since 1970
 * @returns undefined if that is not certain or the customer is not found; a consistent read then decides
 */
export async function readOptimistically(
  table: Table,
  customerId: string,
  now: number,
): Promise<OptimisticRead | undefined> {
  const items = await table.getAll([CURRENT, stateKey(customerId)]);
  const current = items.find(({ pk }) => pk === CURRENT.pk) as Pointer | undefined;
  const customer = items.find(({ pk }) => pk !== CURRENT.pk);
  if (!customer || !current?.run_id || !current.as_of || !current.since) return undefined;
  const { run_id, as_of, since, unfinished, aborted } = current;
  const writer = String(customer.run_id);
  if (!customer.state || writer > run_id || aborted?.includes(writer)) return undefined;
  if (now - Date.parse(since) < CERTAIN_AFTER_MS) return undefined;
  return { run: { run_id, as_of }, state: customer.state as CustomerState, isPublishing: unfinished !== undefined };
}

interface Pointer {
  run_id?: string;
  as_of?: string;
  since?: string;
  unfinished?: string[];
  aborted?: string[];
}
