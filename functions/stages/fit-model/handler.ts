import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { fitRunModel } from './fit-model.ts';

const config = loadConfig(
  environment.pick({ LAKE_BUCKET: true, TABLE_NAME: true, DUCKDB_MEMORY_MB: true, SCHEDULE_DAY: true }),
);
const dependencies = {
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(table(config.TABLE_NAME)),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  reviewDay: config.SCHEDULE_DAY,
};

export const handler = stage(contracts.cluster, (input) => fitRunModel(input, dependencies), {
  name: 'fit-model',
  lake: dependencies.lake,
});
