import { openLinks, openObjects, openTable } from '#platform';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { getRunFiles, getRunQuality } from './run-files.ts';

const config = loadConfig(environment.pick({ TABLE: true, LAKE: true }));
const dependencies = {
  runs: runTable(openTable(config.TABLE)),
  lake: openObjects(config.LAKE),
  links: openLinks(config.LAKE),
};

export const handler = api('run-files', {
  'GET /v1/runs/{id}/quality': getRunQuality(dependencies),
  'GET /v1/runs/{id}/files': getRunFiles(dependencies),
});
