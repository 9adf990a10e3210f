import { objectLinks } from '../../shared/adapters/object-links.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';
import { runTable } from '../../shared/adapters/run-table.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { getRunFiles, getRunQuality } from './run-files.ts';

const config = loadConfig(environment.pick({ TABLE_NAME: true, LAKE_BUCKET: true }));
const dependencies = {
  runs: runTable(table(config.TABLE_NAME)),
  lake: objectStore(config.LAKE_BUCKET),
  links: objectLinks(config.LAKE_BUCKET),
};

export const handler = api('run-files', {
  'GET /v1/runs/{id}/quality': getRunQuality(dependencies),
  'GET /v1/runs/{id}/files': getRunFiles(dependencies),
});
