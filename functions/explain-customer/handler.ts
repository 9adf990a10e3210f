import { customerTable } from '../../shared/adapters/customer-table.ts';
import { duckdb } from '../../shared/adapters/duckdb.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';
import { runTable } from '../../shared/adapters/run-table.ts';
import { secret } from '../../shared/adapters/secret.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { explainCustomer } from './explain-customer.ts';

const config = loadConfig(
  environment.pick({
    TABLE_NAME: true,
    LAKE_BUCKET: true,
    ID_SECRET_NAME: true,
    DUCKDB_MEMORY_MB: true,
    BUCKETS: true,
  }),
);
const items = table(config.TABLE_NAME);
const dependencies = {
  runs: runTable(items),
  customers: customerTable(items),
  lake: objectStore(config.LAKE_BUCKET),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  idSecret: secret(config.ID_SECRET_NAME),
  buckets: config.BUCKETS,
};

export const handler = api('explain-customer', { 'GET /v1/customers/{id}/explain': explainCustomer(dependencies) });
