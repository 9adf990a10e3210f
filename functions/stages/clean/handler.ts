import { openObjects, openSecret, openTable } from '#platform';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { clean } from './clean.ts';

const config = loadConfig(
  environment.pick({
    INBOX: true,
    LAKE: true,
    TABLE: true,
    BUCKETS: true,
    DUCKDB_MEMORY_MB: true,
    ID_KEY: true,
  }),
);
const dependencies = {
  inbox: openObjects(config.INBOX),
  lake: openObjects(config.LAKE),
  runs: runTable(openTable(config.TABLE)),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  buckets: config.BUCKETS,
  idSecret: openSecret(config.ID_KEY),
};

export const handler = stage(contracts.clean, (input) => clean(input, dependencies), {
  name: 'clean',
  lake: dependencies.lake,
});
