import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOfInvocation } from '../invocation/deadline.ts';

const NAME = /^strata-work-(\d+)-/;

/** This process's directories, each with a function that tells whether the invocation that uses it has ended. */
const inUse = new Map<string, () => boolean>();

/** Lends work an empty directory below the system's temporary one, and deletes it afterwards. */
export async function withScratchDirectory<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), `strata-work-${process.pid}-`));
  inUse.set(directory, endOfInvocation());
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
    inUse.delete(directory);
  }
}

/**
 * Deletes directories that nobody uses any more: of processes that have ended, as after a crash on Lambda, which keeps `/tmp`, and
 * of invocations of this process that have ended. Leaves those of other processes and everything else.
 */
export async function removeAbandonedScratch(): Promise<void> {
  const names = await readdir(tmpdir());
  const abandoned = names.filter((name) => isAbandoned(name, Number(name.match(NAME)?.[1])));
  await Promise.all(abandoned.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
}

function isAbandoned(name: string, pid: number): boolean {
  if (Number.isNaN(pid)) return false;
  if (pid !== process.pid) return !isAlive(pid);
  // A process may have the number of one that crashed.
  return inUse.get(join(tmpdir(), name))?.() ?? true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user may not be signalled.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
