import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { duckdbOfBucket } from '../../../shared/adapters/duckdb/duckdb.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { bucketEnvironment, environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { publish } from './publish.ts';

const config = loadConfig(environment.pick({ LAKE_BUCKET: true, TABLE_NAME: true, ...bucketEnvironment }));
const items = table(config.TABLE_NAME);
const dependencies = {
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(items),
  customers: customerTable(items),
  withDatabase: duckdbOfBucket(config, { threads: 1 }),
};

export const handler = stage(contracts.publish, (input) => publish(input, dependencies), {
  name: 'publish',
  lake: dependencies.lake,
});
