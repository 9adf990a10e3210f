import { resolve } from 'node:path';
import { countText } from './cli/format.ts';
import { DEFAULT_DATA_DIR } from './cli/options.ts';
import { restore } from './operations/data-restore.ts';
import { readArguments, runMain } from './operations/main-program.ts';

const usage = `Usage: npm run restore -- --from BACKUP [--data-dir DIR]

Restores a data directory from what "npm run backup" wrote, and checks that it is whole.

  --from BACKUP    a directory, FILE.tar or FILE.tar.gz
  --data-dir DIR   where to; must be empty or not exist (default: ${DEFAULT_DATA_DIR})
`;

await runMain(async () => {
  const { from, 'data-dir': dataDir } = readArguments(['from'], usage);
  const { objects } = await restore(from, resolve(dataDir));
  return `Restored ${countText(objects)} objects and the database to ${dataDir}`;
});
