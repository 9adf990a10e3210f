import { openSecret, openTable } from '#platform';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { readOptimistically } from '../../../shared/adapters/tables/optimistic-read.ts';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig, scheduleEnvironment, scheduleOf } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { getCustomers } from './batch.ts';
import { getCustomer, getCustomerHistory } from './customer.ts';
import { getCustomerTier } from './customer-tier.ts';
import { getClusters, getMovement, getSegments, getTiers } from './groups.ts';
import { getRun, listRuns } from './runs.ts';
import { listTierCustomers } from './tier-customers.ts';

const config = loadConfig(
  environment.pick({
    TABLE: true,
    ID_KEY: true,
    ...scheduleEnvironment,
    CACHE_SECONDS: true,
  }),
);
const items = openTable(config.TABLE);
const readers = { runs: runTable(items), customers: customerTable(items) };
const idSecret = openSecret(config.ID_KEY);
const lifetime = {
  schedule: scheduleOf(config),
  maxSeconds: config.CACHE_SECONDS,
  now: Date.now,
};

export const handler = api('query', {
  'GET /v1/customers/{id}': getCustomer(readers, idSecret, overrideTable(items)),
  'GET /v1/customers/{id}/tier': getCustomerTier(
    readers,
    idSecret,
    (id) => readOptimistically(items, id, lifetime.now()),
    lifetime,
  ),
  'GET /v1/customers/{id}/history': getCustomerHistory(readers, idSecret),
  'POST /v1/customers/batch': getCustomers(readers, idSecret),
  'GET /v1/tiers': getTiers(readers),
  'GET /v1/tiers/{tier}/customers': listTierCustomers(readers),
  'GET /v1/segments': getSegments(readers),
  'GET /v1/clusters': getClusters(readers),
  'GET /v1/movement': getMovement(readers),
  'GET /v1/runs': listRuns(readers),
  'GET /v1/runs/{id}': getRun(readers),
});
