import { customerTable } from '../../shared/adapters/customer-table.ts';
import { duckdb } from '../../shared/adapters/duckdb.ts';
import { erasureTable } from '../../shared/adapters/erasure-table.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';
import { overrideTable } from '../../shared/adapters/override-table.ts';
import { runTable } from '../../shared/adapters/run-table.ts';
import { secret } from '../../shared/adapters/secret.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
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
