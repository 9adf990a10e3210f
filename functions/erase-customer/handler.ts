import { randomUUID } from 'node:crypto';
import { auditLog } from '../../shared/adapters/audit-log.ts';
import { customerTable } from '../../shared/adapters/customer-table.ts';
import { erasureTable } from '../../shared/adapters/erasure-table.ts';
import { overrideTable } from '../../shared/adapters/override-table.ts';
import { runTable } from '../../shared/adapters/run-table.ts';
import { secret } from '../../shared/adapters/secret.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { eraseCustomer } from './erase-customer.ts';

const config = loadConfig(environment.pick({ TABLE_NAME: true, ID_SECRET_NAME: true }));
const items = table(config.TABLE_NAME);
const dependencies = {
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  idSecret: secret(config.ID_SECRET_NAME),
  now: () => new Date().toISOString(),
  newId: randomUUID,
};

export const handler = api(
  'erase-customer',
  { 'DELETE /v1/customers/{id}': eraseCustomer(dependencies) },
  auditLog(items),
);
