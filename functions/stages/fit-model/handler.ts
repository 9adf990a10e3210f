import { openObjects, openTable } from '#platform';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { fitRunModel } from './fit-model.ts';

const config = loadConfig(environment.pick({ LAKE: true, TABLE: true, DUCKDB_MEMORY_MB: true, SCHEDULE_DAY: true }));
const dependencies = {
  lake: openObjects(config.LAKE),
  runs: runTable(openTable(config.TABLE)),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  reviewDay: config.SCHEDULE_DAY,
};

export const handler = stage(contracts.cluster, (input) => fitRunModel(input, dependencies), {
  name: 'fit-model',
  lake: dependencies.lake,
});
