import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { secret } from '../../../shared/adapters/aws/secret.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { clean } from './clean.ts';

const config = loadConfig(
  environment.pick({
    INBOX_BUCKET: true,
    LAKE_BUCKET: true,
    TABLE_NAME: true,
    BUCKETS: true,
    DUCKDB_MEMORY_MB: true,
    ID_SECRET_NAME: true,
  }),
);
const dependencies = {
  inbox: objectStore(config.INBOX_BUCKET),
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(table(config.TABLE_NAME)),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  buckets: config.BUCKETS,
  idSecret: secret(config.ID_SECRET_NAME),
};

export const handler = stage(contracts.clean, (input) => clean(input, dependencies), {
  name: 'clean',
  lake: dependencies.lake,
});
