import { stat } from 'node:fs/promises';
import { build, type Loader } from 'esbuild';
import { codeBundling } from '../../../infra/constructs/code-bundling.ts';

/**
 * Bundles a handler as a deployment does.
 * @param outfile where the bundle is written
 * @returns its size in bytes
 */
export async function bundle(entry: string, outfile: string): Promise<number> {
  const { format, target, mainFields, loader, minify, externalModules, banner, sourceMap, sourcesContent } =
    codeBundling;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    charset: 'utf8',
    format,
    target,
    mainFields,
    loader: loader as Record<string, Loader>,
    minify,
    sourcemap: sourceMap,
    sourcesContent,
    external: externalModules,
    banner: { js: banner },
  });
  return (await stat(outfile)).size;
}
