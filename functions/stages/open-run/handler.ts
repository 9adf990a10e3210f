import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { stateMachine } from '../../../shared/adapters/aws/state-machine.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { openRun } from './open-run.ts';

const config = loadConfig(
  environment.pick({
    INBOX_BUCKET: true,
    LAKE_BUCKET: true,
    TABLE_NAME: true,
    BUCKETS: true,
    SETTLE_SECONDS: true,
    LEASE_SECONDS: true,
    STATE_MACHINE_ARN: true,
  }),
);
const items = table(config.TABLE_NAME);
const dependencies = {
  inbox: objectStore(config.INBOX_BUCKET),
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(items),
  overrides: overrideTable(items),
  machine: stateMachine(config.STATE_MACHINE_ARN),
  now: () => new Date().toISOString(),
  buckets: config.BUCKETS,
  settleSeconds: config.SETTLE_SECONDS,
  leaseSeconds: config.LEASE_SECONDS,
};

export const handler = stage(contracts.openRun, (input) => openRun(input, dependencies), {
  name: 'open-run',
  lake: dependencies.lake,
});
