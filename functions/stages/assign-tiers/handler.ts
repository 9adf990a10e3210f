import { openObjects, openTable } from '#platform';
import { duckdbOfBucket } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { bucketEnvironment, environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { assignTiers } from './assign-tiers.ts';

const config = loadConfig(environment.pick({ LAKE: true, TABLE: true, BUCKETS: true, ...bucketEnvironment }));
const dependencies = {
  lake: openObjects(config.LAKE),
  runs: runTable(openTable(config.TABLE)),
  withDatabase: duckdbOfBucket(config, { threads: 1 }),
  buckets: config.BUCKETS,
};

export const handler = stage(contracts.assignTiers, (input) => assignTiers(input, dependencies), {
  name: 'assign-tiers',
  lake: dependencies.lake,
});
