import { join } from 'node:path';

/** The variable that names the folder in which all processes of a test run note what they use. */
export const USAGE_FOLDER = 'PERMISSIONS_USAGE_FOLDER';

/** Files with a line each for what is used or denied; undefined outside a test run. */
export function usagePaths(): { used: string; denied: string } | undefined {
  const folder = process.env[USAGE_FOLDER];
  if (!folder) return undefined;
  // Processes that a test starts inherit the number of its worker, so that their denials fail the same test.
  return { used: join(folder, 'used'), denied: join(folder, `denied-${process.env.VITEST_POOL_ID ?? 'main'}`) };
}
