import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { contracts } from '../../../shared/contracts.ts';
import { stage } from '../../../shared/stage.ts';
import { checkQuality } from './check-quality.ts';

const config = loadConfig(environment.pick({ LAKE_BUCKET: true, TABLE_NAME: true }));
const dependencies = {
  lake: objectStore(config.LAKE_BUCKET),
  runs: runTable(table(config.TABLE_NAME)),
};

export const handler = stage(contracts.checkQuality, (input) => checkQuality(input, dependencies), {
  name: 'check-quality',
  lake: dependencies.lake,
});
