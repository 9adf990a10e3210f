import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { score } from './score.ts';

const config = loadConfig(environment.pick({ TABLE_NAME: true, LAKE_BUCKET: true }));
const items = table(config.TABLE_NAME);
const dependencies = {
  runs: runTable(items),
  customers: customerTable(items),
  lake: objectStore(config.LAKE_BUCKET),
};

export const handler = api('score', { 'POST /v1/score': score(dependencies) });
