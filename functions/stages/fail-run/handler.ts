import { eventBus } from '../../../shared/adapters/aws/event-bus.ts';
import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { stateMachine } from '../../../shared/adapters/aws/state-machine.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { erasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import { overrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { failRun } from './fail-run.ts';

const config = loadConfig(
  environment.pick({
    INBOX_BUCKET: true,
    LAKE_BUCKET: true,
    TABLE_NAME: true,
    STATE_MACHINE_ARN: true,
    EVENT_BUS_NAME: true,
  }),
);
const items = table(config.TABLE_NAME);
const dependencies = {
  inbox: objectStore(config.INBOX_BUCKET),
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  machine: stateMachine(config.STATE_MACHINE_ARN),
  events: eventBus(config.EVENT_BUS_NAME),
  now: () => new Date().toISOString(),
};

export const handler = stage(contracts.failRun, (input) => failRun(input, dependencies), {
  name: 'fail-run',
  lake: dependencies.lake,
});
