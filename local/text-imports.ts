import { readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// Node caches the stripped and compiled modules, which halves the time of the next start.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/strata', import.meta.url)));

// Node runs this project's TypeScript directly but cannot import SQL files as text. esbuild does that for the deployed
// functions, and vitest.config.ts for the tests.
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.sql')) return nextLoad(url, context);
    const text = readFileSync(new URL(url), 'utf8');
    return { format: 'module', source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
  },
});
