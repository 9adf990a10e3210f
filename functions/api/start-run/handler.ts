import { stateMachine } from '../../../shared/adapters/aws/state-machine.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { startRun } from './start-run.ts';

const config = loadConfig(environment.pick({ STATE_MACHINE_ARN: true, TABLE_NAME: true }));

export const handler = api(
  'start-run',
  { 'POST /v1/runs': startRun(stateMachine(config.STATE_MACHINE_ARN)) },
  auditLog(table(config.TABLE_NAME)),
);
