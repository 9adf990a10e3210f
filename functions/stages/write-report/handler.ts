import { openObjects, openTable } from '#platform';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { writeReport } from './write-report.ts';

const config = loadConfig(environment.pick({ LAKE: true, TABLE: true, DUCKDB_MEMORY_MB: true }));
const dependencies = {
  lake: openObjects(config.LAKE),
  runs: runTable(openTable(config.TABLE)),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  now: () => new Date().toISOString(),
};

export const handler = stage(contracts.writeReport, (input) => writeReport(input, dependencies), {
  name: 'write-report',
  lake: dependencies.lake,
});
