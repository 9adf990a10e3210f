import { openEvents, openObjects, openTable, openWorkflow } from '#platform';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { erasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { closeRun } from './close-run.ts';

const config = loadConfig(
  environment.pick({
    INBOX: true,
    LAKE: true,
    TABLE: true,
    DUCKDB_MEMORY_MB: true,
    WORKFLOW: true,
    EVENTS: true,
  }),
);
const items = openTable(config.TABLE);
const dependencies = {
  inbox: openObjects(config.INBOX),
  lake: openObjects(config.LAKE),
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  audit: auditLog(items),
  machine: openWorkflow(config.WORKFLOW),
  events: openEvents(config.EVENTS),
  // Writing wide rows in order takes two threads longer than one, and three times the memory.
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB, { threads: 1 }),
  now: () => new Date().toISOString(),
};

export const handler = stage(contracts.closeRun, (input) => closeRun(input, dependencies), {
  name: 'close-run',
  lake: dependencies.lake,
});
