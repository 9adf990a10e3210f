import { openObjects, openTable } from '#platform';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { score } from './score.ts';

const config = loadConfig(environment.pick({ TABLE: true, LAKE: true }));
const items = openTable(config.TABLE);
const dependencies = {
  runs: runTable(items),
  customers: customerTable(items),
  lake: openObjects(config.LAKE),
};

export const handler = api('score', { 'POST /v1/score': score(dependencies) });
