import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Creates the directory of this process's temporary files, for commands without a data directory. It is readable by its owner
 * only and removed when the process ends.
 */
export function useScratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'strata-'));
  process.env.TMPDIR = directory;
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
