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
 * Removes from the table whoever is to be forgotten, with what was decided about them: a run that was under way when that was
 * asked may have written them again.
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
 * Ends the erasures whose rows a run took out of the lake, once that run is visible. Afterwards nothing says whom they were
 * about; that they were done stands in the audit log.
 */
export async function completeErasures(
  runId: string,
  { erasures, audit, now }: { erasures: ErasureTable; audit: AuditLog; now: () => string },
): Promise<void> {
  const done = (await erasures.pending()).filter(({ erased_by }) => erased_by === runId);
  for (const erasure of done) {
    const { erasure_id: request_id } = erasure;
    await audit.note({ at: now(), request_id, operation: 'completeErasure', client_id: `run ${runId}`, status: 200 });
    await erasures.complete(erasure);
  }
}
