import type { AuditLog } from '../adapters/tables/audit-log.ts';
import type { CustomerTable } from '../adapters/tables/customer-table.ts';
import type { Erasure, ErasureTable } from '../adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../adapters/tables/override-table.ts';

interface Tables {
  customers: CustomerTable;
  erasures: ErasureTable;
  overrides: OverrideTable;
}

/**
 * Removes customers with a pending erasure and their overrides from the table. A run that was in progress at the time of the
 * request may have written them again.
 */
export async function removeErased({ customers, erasures, overrides }: Tables): Promise<Erasure[]> {
  const pending = await erasures.pending();
  for (const { customer_id } of pending) {
    await customers.remove(customer_id);
    await overrides.remove(customer_id);
  }
  return pending;
}

/**
 * Completes the erasures whose rows a run has removed from the lake, once that run is current. Afterwards only the audit log
 * has a record of the erasure, without the customer.
 */
export async function completeErasures(
  runId: string,
  { erasures, audit, now }: { erasures: ErasureTable; audit: AuditLog; now: () => string },
): Promise<void> {
  const done = (await erasures.pending()).filter(({ erased_by }) => erased_by === runId);
  for (const erasure of done) {
    const { erasure_id: request_id } = erasure;
    await audit.record({ at: now(), request_id, operation: 'completeErasure', client_id: `run ${runId}`, status: 200 });
    await erasures.complete(erasure);
  }
}
