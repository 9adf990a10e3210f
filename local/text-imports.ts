import { readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// Without types and compiled, the modules are kept for the next start, which takes half as long then.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/strata', import.meta.url)));

// Node runs the TypeScript of this project as it stands; all it lacks is importing SQL as text,
// which esbuild does for the deployed functions and vitest.config.ts for the tests.
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.sql')) return nextLoad(url, context);
    const text = readFileSync(new URL(url), 'utf8');
    return { format: 'module', source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
  },
});
