import { customerTable } from '../../shared/adapters/customer-table.ts';
import { runTable } from '../../shared/adapters/run-table.ts';
import { secret } from '../../shared/adapters/secret.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { getCustomer } from './customer.ts';
import { getRun, listRuns } from './runs.ts';
import { listTierCustomers } from './tier-customers.ts';
import { getTiers } from './tiers.ts';

const config = loadConfig(environment.pick({ TABLE_NAME: true, ID_SECRET_NAME: true }));
const strataTable = table(config.TABLE_NAME);
const readers = { runs: runTable(strataTable), customers: customerTable(strataTable) };

export const handler = api({
  'GET /v1/customers/{id}': getCustomer(readers, secret(config.ID_SECRET_NAME)),
  'GET /v1/tiers': getTiers(readers),
  'GET /v1/tiers/{tier}/customers': listTierCustomers(readers),
  'GET /v1/runs': listRuns(readers),
  'GET /v1/runs/{id}': getRun(readers),
});
