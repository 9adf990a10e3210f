import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import { codeBundling } from './code-bundling.ts';

/**
 * Puts DuckDB beside a bundle: its native library cannot be bundled, and must be of the function's processor.
 * @param projectRoot folder whose `node_modules` holds DuckDB
 */
export function duckdbBundling(projectRoot: string, architecture: 'x86_64' | 'arm64') {
  const packages = join(projectRoot, 'node_modules/@duckdb');
  const bindings = `node-bindings-linux-${architecture === 'arm64' ? 'arm64' : 'x64'}`;
  return {
    externalModules: [...codeBundling.externalModules, '@duckdb/*'],
    commandHooks: {
      // A command of its own, since it concerns only those synths that do bundle.
      beforeBundling: () => [
        `[ -d "${join(packages, bindings)}" ] || { echo "${whatToInstall(bindings)}" >&2; exit 1; }`,
      ],
      beforeInstall: () => [],
      afterBundling: (_input, output) => {
        const target = join(output, 'node_modules/@duckdb');
        const folders = ['node-api', 'node-bindings', bindings].map((folder) => `"${join(packages, folder)}"`);
        const copy = `${folders.join(' ')} "${target}"`;
        // Linked where the file system can: one copy of the library for all functions instead of 70 MB each.
        return [`mkdir -p "${target}"`, `cp -Rl ${copy} 2>/dev/null || cp -R ${copy}`];
      },
    },
  } satisfies BundlingOptions;
}

function whatToInstall(bindings: string): string {
  const { version } = createRequire(import.meta.url)('@duckdb/node-bindings/package.json') as { version: string };
  const command = `npm install --no-save --force @duckdb/${bindings}@${version}`;
  return `The functions need @duckdb/${bindings}, which npm leaves out on this machine; run: ${command}`;
}
