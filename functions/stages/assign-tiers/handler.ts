import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { duckdbOfBucket } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { bucketEnvironment, environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { assignTiers } from './assign-tiers.ts';

const config = loadConfig(
  environment.pick({ LAKE_BUCKET: true, TABLE_NAME: true, BUCKETS: true, ...bucketEnvironment }),
);
const dependencies = {
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(table(config.TABLE_NAME)),
  withDatabase: duckdbOfBucket(config, { threads: 1 }),
  buckets: config.BUCKETS,
};

export const handler = stage(contracts.assignTiers, (input) => assignTiers(input, dependencies), {
  name: 'assign-tiers',
  lake: dependencies.lake,
});
