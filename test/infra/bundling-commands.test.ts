import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbBundling } from '../../infra/constructs/duckdb-bundling.ts';
import { viewerBundling } from '../../infra/constructs/viewer-bundling.ts';

/** Tools with the options that POSIX knows, as on macOS and Alpine; nothing else is in the path. */
const tools = { cp: 'fHiLPpR', mkdir: 'pm' };

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'strata-bundling-'));
  for (const [tool, options] of Object.entries(tools)) {
    const refuse = `case $1 in -*[!${options}-]*) echo "${tool}: illegal option $1" >&2; exit 64;; esac`;
    const file = join(directory, 'bin', tool);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${refuse}\nPATH=/bin:/usr/bin exec ${tool} "$@"\n`);
    chmodSync(file, 0o755);
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs a bundle's commands one after another, as the CDK does. */
function run(commands: readonly string[]): void {
  for (const command of commands) execFileSync('/bin/sh', ['-c', command], { env: { PATH: join(directory, 'bin') } });
}

/** A file of a package in a project. */
function write(project: string, file: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), file);
}

describe('with the tools of POSIX only', () => {
  it('copies the viewer next to the bundle', () => {
    const [project, output] = [join(directory, 'a project'), join(directory, 'an output')];
    const script = 'node_modules/openapi-explorer/dist/browser/openapi-explorer.min.js';
    for (const file of ['node_modules/openapi-explorer/package.json', script]) write(project, file);

    run(viewerBundling(project).commandHooks.afterBundling(project, output));

    expect(readFileSync(join(output, script), 'utf8')).toBe(script);
  });

  it('copies DuckDB for the architecture of the function next to the bundle', () => {
    const [project, output] = [join(directory, 'duckdb'), join(directory, 'duckdb output')];
    const packages = ['node-api', 'node-bindings', 'node-bindings-linux-arm64', 'node-bindings-linux-x64'];
    for (const name of packages) write(project, `node_modules/@duckdb/${name}/lib/index.js`);
    const { commandHooks } = duckdbBundling(project, 'arm64');

    run([...commandHooks.beforeBundling(), ...commandHooks.afterBundling(project, output)]);

    const copied = packages.filter((name) => existsSync(join(output, 'node_modules/@duckdb', name, 'lib/index.js')));
    expect(copied).toEqual(packages.slice(0, 3));
  });
});
