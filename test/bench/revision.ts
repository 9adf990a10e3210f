import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const LOCK = 'package-lock.json';

/**
 * Lends another revision of Strata as a working directory with its packages, and clears it away.
 * @param revision whatever git understands
 */
export async function withRevision<Result>(
  revision: string,
  work: (directory: string) => Promise<Result>,
): Promise<Result> {
  const parent = await mkdtemp(join(tmpdir(), 'strata-revision-'));
  const directory = join(parent, 'strata');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  git('worktree', 'add', '--quiet', '--detach', directory, revision);
  try {
    const lockOf = (folder: string) => readFileSync(join(folder, LOCK), 'utf8');
    if (lockOf(directory) === lockOf(root)) await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
    else execFileSync('npm', ['ci'], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
    return await work(directory);
  } finally {
    git('worktree', 'remove', '--force', directory);
    await rm(parent, { recursive: true, force: true });
  }
}
