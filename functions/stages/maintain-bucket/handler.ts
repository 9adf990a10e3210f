import { openObjects, openTable } from '#platform';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { erasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { maintainBucket } from './maintain-bucket.ts';

const config = loadConfig(environment.pick({ LAKE: true, TABLE: true, DUCKDB_MEMORY_MB: true, BUCKETS: true }));
const items = openTable(config.TABLE);
const dependencies = {
  lake: openObjects(config.LAKE),
  runs: runTable(items),
  erasures: erasureTable(items),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  buckets: config.BUCKETS,
};

export const handler = stage(contracts.maintainBucket, (input) => maintainBucket(input, dependencies), {
  name: 'maintain-bucket',
  lake: dependencies.lake,
});
