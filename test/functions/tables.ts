import { auditLog } from '../../shared/adapters/tables/audit-log.ts';
import { customerTable } from '../../shared/adapters/tables/customer-table.ts';
import { erasureTable } from '../../shared/adapters/tables/erasure-table.ts';
import { overrideTable } from '../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../shared/adapters/tables/run-table.ts';
import type { Table } from '../../shared/ports/table.ts';

/** What Strata keeps in one table. */
export const tablesOf = (items: Table) => ({
  items,
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  audit: auditLog(items),
});
