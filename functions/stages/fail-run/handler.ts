import { openEvents, openObjects, openTable, openWorkflow } from '#platform';
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
    INBOX: true,
    LAKE: true,
    TABLE: true,
    WORKFLOW: true,
    EVENTS: true,
  }),
);
const items = openTable(config.TABLE);
const dependencies = {
  inbox: openObjects(config.INBOX),
  lake: openObjects(config.LAKE),
  runs: runTable(items),
  customers: customerTable(items),
  erasures: erasureTable(items),
  overrides: overrideTable(items),
  machine: openWorkflow(config.WORKFLOW),
  events: openEvents(config.EVENTS),
  now: () => new Date().toISOString(),
};

export const handler = stage(contracts.failRun, (input) => failRun(input, dependencies), {
  name: 'fail-run',
  lake: dependencies.lake,
});
