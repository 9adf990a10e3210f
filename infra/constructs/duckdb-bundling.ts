import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import { codeBundling } from './code-bundling.ts';

/**
 * Copies DuckDB next to a bundle: its native library cannot be bundled and must match the function's architecture.
 * @param projectRoot folder whose `node_modules` contains DuckDB
 */
export function duckdbBundling(projectRoot: string, architecture: 'x86_64' | 'arm64') {
  const packages = join(projectRoot, 'node_modules/@duckdb');
  const bindings = `node-bindings-linux-${architecture === 'arm64' ? 'arm64' : 'x64'}`;
  return {
    externalModules: [...codeBundling.externalModules, '@duckdb/*'],
    commandHooks: {
      // Checked in the hook, so that a synth that does not bundle does not need the package.
      beforeBundling: () => [
        `[ -d "${join(packages, bindings)}" ] || { echo "${installHint(bindings)}" >&2; exit 1; }`,
      ],
      beforeInstall: () => [],
      afterBundling: (_input, output) => {
        const target = join(output, 'node_modules/@duckdb');
        const folders = ['node-api', 'node-bindings', bindings].map((folder) => `"${join(packages, folder)}"`);
        const copy = `${folders.join(' ')} "${target}"`;
        // Hard links where the file system supports them: one copy of the library instead of 70 MB per function.
        return [`mkdir -p "${target}"`, `cp -Rl ${copy} 2>/dev/null || cp -R ${copy}`];
      },
    },
  } satisfies BundlingOptions;
}

function installHint(bindings: string): string {
  const { version } = createRequire(import.meta.url)('@duckdb/node-bindings/package.json') as { version: string };
  const command = `npm install --no-save --force @duckdb/${bindings}@${version}`;
  return `The functions need @duckdb/${bindings}, which npm does not install on this platform; run: ${command}`;
}
