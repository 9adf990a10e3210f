import { openObjects, openTable, openWorkflow } from '#platform';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { openRun } from './open-run.ts';

const config = loadConfig(
  environment.pick({
    INBOX: true,
    LAKE: true,
    TABLE: true,
    BUCKETS: true,
    SETTLE_SECONDS: true,
    LEASE_SECONDS: true,
    WORKFLOW: true,
  }),
);
const items = openTable(config.TABLE);
const dependencies = {
  inbox: openObjects(config.INBOX),
  lake: openObjects(config.LAKE),
  runs: runTable(items),
  overrides: overrideTable(items),
  machine: openWorkflow(config.WORKFLOW),
  now: () => new Date().toISOString(),
  buckets: config.BUCKETS,
  settleSeconds: config.SETTLE_SECONDS,
  leaseSeconds: config.LEASE_SECONDS,
};

export const handler = stage(contracts.openRun, (input) => openRun(input, dependencies), {
  name: 'open-run',
  lake: dependencies.lake,
});
