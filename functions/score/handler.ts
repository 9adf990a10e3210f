import { customerTable } from '../../shared/adapters/customer-table.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';
import { runTable } from '../../shared/adapters/run-table.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { score } from './score.ts';

const config = loadConfig(environment.pick({ TABLE_NAME: true, LAKE_BUCKET: true }));
const items = table(config.TABLE_NAME);
const dependencies = {
  runs: runTable(items),
  customers: customerTable(items),
  lake: objectStore(config.LAKE_BUCKET),
};

export const handler = api('score', { 'POST /v1/score': score(dependencies) });
