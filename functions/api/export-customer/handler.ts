import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { secret } from '../../../shared/adapters/aws/secret.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { erasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { exportCustomer } from './export-customer.ts';

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
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  lake: objectStore(config.LAKE_BUCKET),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  idSecret: secret(config.ID_SECRET_NAME),
  buckets: config.BUCKETS,
};

export const handler = api('export-customer', { 'GET /v1/customers/{id}/export': exportCustomer(dependencies) });
