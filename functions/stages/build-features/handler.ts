import { openObjects, openTable } from '#platform';
import { duckdbOfBucket } from '../../../shared/adapters/duckdb/duckdb.ts';
import { erasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { bucketEnvironment, environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { buildFeatures } from './build-features.ts';

const config = loadConfig(environment.pick({ LAKE: true, TABLE: true, ...bucketEnvironment }));
const items = openTable(config.TABLE);
const dependencies = {
  lake: openObjects(config.LAKE),
  runs: runTable(items),
  erasures: erasureTable(items),
  withDatabase: duckdbOfBucket(config),
};

export const handler = stage(contracts.buildFeatures, (input) => buildFeatures(input, dependencies), {
  name: 'build-features',
  lake: dependencies.lake,
});
