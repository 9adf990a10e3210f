import { objectLinks } from '../../../shared/adapters/aws/object-links.ts';
import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
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
