import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

export const sqlAsText = {
  name: 'sql-as-text',
  enforce: 'pre' as const,
  load: (id: string) => (id.endsWith('.sql') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : null),
};

export default defineConfig({
  plugins: [sqlAsText],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/cloud/**', 'node_modules/**'],
    // Only so that nothing hangs for ever: a busy machine may be ten times as slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Tests wait for the emulated services as much as they compute: one worker a core, and none kept free.
    maxWorkers: '100%',
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  },
});
