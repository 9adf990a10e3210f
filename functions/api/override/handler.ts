import { openSecret, openTable } from '#platform';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { endOverride, setOverride } from './override.ts';

const config = loadConfig(environment.pick({ TABLE: true, ID_KEY: true }));
const items = openTable(config.TABLE);
const dependencies = {
  runs: runTable(items),
  customers: customerTable(items),
  overrides: overrideTable(items),
  idSecret: openSecret(config.ID_KEY),
  now: () => new Date().toISOString(),
};

export const handler = api(
  'override',
  {
    'PUT /v1/customers/{id}/override': setOverride(dependencies),
    'DELETE /v1/customers/{id}/override': endOverride(dependencies),
  },
  auditLog(items),
);
