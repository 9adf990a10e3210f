import { openObjects, openTable } from '#platform';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { checkQuality } from './check-quality.ts';

const config = loadConfig(environment.pick({ LAKE: true, TABLE: true }));
const dependencies = {
  lake: openObjects(config.LAKE),
  runs: runTable(openTable(config.TABLE)),
};

export const handler = stage(contracts.checkQuality, (input) => checkQuality(input, dependencies), {
  name: 'check-quality',
  lake: dependencies.lake,
});
