import { eventBus } from '../../../shared/adapters/aws/event-bus.ts';
import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { stateMachine } from '../../../shared/adapters/aws/state-machine.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
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
    INBOX_BUCKET: true,
    LAKE_BUCKET: true,
    TABLE_NAME: true,
    DUCKDB_MEMORY_MB: true,
    STATE_MACHINE_ARN: true,
    EVENT_BUS_NAME: true,
  }),
);
const items = table(config.TABLE_NAME);
const dependencies = {
  inbox: objectStore(config.INBOX_BUCKET),
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  audit: auditLog(items),
  machine: stateMachine(config.STATE_MACHINE_ARN),
  events: eventBus(config.EVENT_BUS_NAME),
  // Writing wide rows in order takes two threads longer than one, and three times the memory.
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB, { threads: 1 }),
  now: () => new Date().toISOString(),
};

export const handler = stage(contracts.closeRun, (input) => closeRun(input, dependencies), {
  name: 'close-run',
  lake: dependencies.lake,
});
