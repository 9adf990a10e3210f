import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Node runs the TypeScript of this project as it stands; all it lacks is importing SQL as text,
// which esbuild does for the deployed functions and vitest.config.ts for the tests.
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.sql')) return nextLoad(url, context);
    const text = readFileSync(new URL(url), 'utf8');
    return { format: 'module', source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
  },
});
