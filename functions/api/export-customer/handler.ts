import { openObjects, openSecret, openTable } from '#platform';
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
    TABLE: true,
    LAKE: true,
    ID_KEY: true,
    DUCKDB_MEMORY_MB: true,
    BUCKETS: true,
  }),
);
const items = openTable(config.TABLE);
const dependencies = {
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  lake: openObjects(config.LAKE),
  withDatabase: duckdb(config.DUCKDB_MEMORY_MB),
  idSecret: openSecret(config.ID_KEY),
  buckets: config.BUCKETS,
};

export const handler = api('export-customer', { 'GET /v1/customers/{id}/export': exportCustomer(dependencies) });
