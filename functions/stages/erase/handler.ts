import { openEvents, openObjects, openTable } from '#platform';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { erasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { erase } from './erase.ts';

const config = loadConfig(
  environment.pick({ LAKE: true, TABLE: true, EVENTS: true, DUCKDB_MEMORY_MB: true, BUCKETS: true }),
);
const items = openTable(config.TABLE);
const dependencies = {
  lake: openObjects(config.LAKE),
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  events: openEvents(config.EVENTS),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  buckets: config.BUCKETS,
};

export const handler = stage(contracts.erase, (input) => erase(input, dependencies), {
  name: 'erase',
  lake: dependencies.lake,
});
