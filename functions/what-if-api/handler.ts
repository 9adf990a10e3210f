import { randomUUID } from 'node:crypto';
import { auditLog } from '../../shared/adapters/audit-log.ts';
import { objectLinks } from '../../shared/adapters/object-links.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';
import { stateMachine } from '../../shared/adapters/state-machine.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { runIdOf } from '../../shared/domain/runs.ts';
import { askWhatIf, getWhatIf } from './what-if-api.ts';

const config = loadConfig(environment.pick({ STATE_MACHINE_ARN: true, LAKE_BUCKET: true, TABLE_NAME: true }));
const dependencies = {
  lake: objectStore(config.LAKE_BUCKET),
  links: objectLinks(config.LAKE_BUCKET),
  machine: stateMachine(config.STATE_MACHINE_ARN),
  newId: () => runIdOf(new Date().toISOString(), randomUUID()),
};

export const handler = api(
  'what-if-api',
  { 'POST /v1/what-if': askWhatIf(dependencies), 'GET /v1/what-if/{id}': getWhatIf(dependencies) },
  auditLog(table(config.TABLE_NAME)),
);
