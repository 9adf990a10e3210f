import { randomUUID } from 'node:crypto';
import { openLinks, openObjects, openTable, openWorkflow } from '#platform';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { createRunId } from '../../../shared/domain/run/runs.ts';
import { api } from '../../../shared/http/api.ts';
import { getWhatIf, requestWhatIf } from './what-if.ts';

const config = loadConfig(environment.pick({ WORKFLOW: true, LAKE: true, TABLE: true }));
const dependencies = {
  lake: openObjects(config.LAKE),
  links: openLinks(config.LAKE),
  machine: openWorkflow(config.WORKFLOW),
  newId: () => createRunId(new Date().toISOString(), randomUUID()),
};

export const handler = api(
  'what-if',
  { 'POST /v1/what-if': requestWhatIf(dependencies), 'GET /v1/what-if/{id}': getWhatIf(dependencies) },
  auditLog(openTable(config.TABLE)),
);
