import { openTable, openWorkflow } from '#platform';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { startRun } from './start-run.ts';

const config = loadConfig(environment.pick({ WORKFLOW: true, TABLE: true }));

export const handler = api(
  'start-run',
  { 'POST /v1/runs': startRun(openWorkflow(config.WORKFLOW)) },
  auditLog(openTable(config.TABLE)),
);
