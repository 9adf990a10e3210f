import { resolve } from 'node:path';
import { bytesText, countText } from './cli/format.ts';
import { DEFAULT_DATA_DIR } from './cli/options.ts';
import { backUp } from './operations/data-backup.ts';
import { readArguments, runMain } from './operations/main-program.ts';

const usage = `Usage: npm run backup -- --to TARGET [--data-dir DIR]

Copies a data directory as it is at one moment, also while a process serves it. The copy holds personal data and keys.

  --to TARGET      a new directory, or an archive: FILE.tar or FILE.tar.gz
  --data-dir DIR   what to copy (default: ${DEFAULT_DATA_DIR})
`;

await runMain(async () => {
  const { to, 'data-dir': dataDir } = readArguments(['to'], usage);
  const { objects, bytes } = await backUp(resolve(dataDir), to);
  return `Backed up ${countText(objects)} objects (${bytesText(bytes)}) and the database of ${dataDir} to ${to}`;
});
