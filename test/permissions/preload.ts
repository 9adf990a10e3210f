import { registerHooks } from 'node:module';

// For processes that tests start with `--import`: as in vitest.config.ts, `#platform` means the judged platform.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier === '#platform' ? new URL('platform.ts', import.meta.url).href : specifier, context),
});
