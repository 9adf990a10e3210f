import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export const sqlAsText = {
  name: 'sql-as-text',
  enforce: 'pre' as const,
  load: (id: string) => (id.endsWith('.sql') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : null),
};

/** Tests of functions that read the environment once in a process: each file has a process of its own. The longest are among them. */
const isolated = [
  'test/api/*.test.ts',
  'test/functions/stages/clean/fuzz.test.ts',
  'test/functions/stages/publish/{roll-back-aborted-runs,killed,readers}.test.ts',
  'test/functions/api/{query,start-run}/*.test.ts',
  'test/functions/operations/*/handler.test.ts',
  'test/local/**/*.test.ts',
  'test/simulation/*.test.ts',
];

/** Tests run the functions on one machine's platform, see `imports` in package.json. */
const conditions = ['embedded'];

export default defineConfig({
  // Handlers that tests run get ports that reject what their role does not allow on AWS.
  resolve: { conditions, alias: { '#platform': join(import.meta.dirname, 'test/permissions/platform.ts') } },
  ssr: { resolve: { conditions: [...conditions, 'node'], externalConditions: conditions } },
  plugins: [sqlAsText],
  test: {
    // Only so that nothing hangs for ever: a busy machine may be ten times as slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Tests wait for the emulated services as much as they compute: one worker a core, and none kept free.
    maxWorkers: '100%',
    globalSetup: 'test/permissions/global-setup.ts',
    setupFiles: 'test/permissions/setup.ts',
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    // Projects run in the order of their names, so that no long test is left for the end.
    projects: [
      { extends: true, test: { name: 'isolated', include: isolated } },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cloud/**', 'node_modules/**', ...isolated],
          // Modules are loaded once for all files of a worker: what these tests import keeps nothing between calls.
          isolate: false,
        },
      },
    ],
  },
});
