import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject, Vitest } from 'vitest/node';
import { USAGE_FOLDER } from './usage-paths.ts';

/**
 * Collects which permissions a test run uses. After a run of all tests that passes, a permission that none of them used
 * fails the run.
 */
export default function setup({ vitest }: TestProject) {
  // Every project calls this; the first one collects for all.
  if (process.env[USAGE_FOLDER]) return;
  const folder = mkdtempSync(join(tmpdir(), 'strata-permissions-'));
  process.env[USAGE_FOLDER] = folder;

  return async () => {
    delete process.env[USAGE_FOLDER];
    const file = join(folder, 'used');
    const used = new Set(existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
    rmSync(folder, { recursive: true });
    if (!(await haveAllPassed(vitest))) return;
    const { unusedPermissions } = await import('./unused-permissions.ts');
    const unused = await unusedPermissions(used);
    if (unused.length === 0) return;
    process.exitCode = 1;
    vitest.logger.error(
      `\nNo test uses these permissions of the stack:\n${unused.map((name) => `  ${name}`).join('\n')}`,
    );
  };
}

/** Whether every test of every project ran and passed. */
async function haveAllPassed(vitest: Vitest): Promise<boolean> {
  const { testNamePattern, shard, project } = vitest.config;
  if (testNamePattern || shard || project.length > 0) return false;
  const modules = vitest.state.getTestModules();
  const ran = new Set(modules.map(({ moduleId, project }) => `${project.name} ${moduleId}`));
  const all = await Promise.all(
    vitest.projects.map(async (project) =>
      (await project.globTestFiles()).testFiles.map((file) => `${project.name} ${file}`),
    ),
  );
  return modules.every((module) => module.ok()) && all.flat().every((file) => ran.has(file));
}
