import { randomUUID } from 'node:crypto';
import { objectLinks } from '../../../shared/adapters/aws/object-links.ts';
import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { stateMachine } from '../../../shared/adapters/aws/state-machine.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { createRunId } from '../../../shared/domain/run/runs.ts';
import { api } from '../../../shared/http/api.ts';
import { getWhatIf, requestWhatIf } from './what-if.ts';

const config = loadConfig(environment.pick({ STATE_MACHINE_ARN: true, LAKE_BUCKET: true, TABLE_NAME: true }));
const dependencies = {
  lake: objectStore(config.LAKE_BUCKET),
  links: objectLinks(config.LAKE_BUCKET),
  machine: stateMachine(config.STATE_MACHINE_ARN),
  newId: () => createRunId(new Date().toISOString(), randomUUID()),
};

export const handler = api(
  'what-if',
  { 'POST /v1/what-if': requestWhatIf(dependencies), 'GET /v1/what-if/{id}': getWhatIf(dependencies) },
  auditLog(table(config.TABLE_NAME)),
);
