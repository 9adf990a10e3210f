import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeAbandonedScratch, withScratchDirectory } from '../../../../shared/adapters/duckdb/scratch.ts';
import { withDeadline } from '../../../../shared/adapters/invocation/deadline.ts';

const { TMPDIR } = process.env;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scratch-test-'));
  process.env.TMPDIR = folder;
});
afterEach(async () => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  await rm(folder, { recursive: true });
});

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

async function directory(name: string): Promise<string> {
  await mkdir(join(folder, name));
  return join(folder, name);
}

it('removes what a crashed process left behind', async () => {
  const left = await directory(`strata-work-${await endedProcess()}-abc`);
  const ownNumber = await directory(`strata-work-${process.pid}-abc`);
  await removeAbandonedScratch();

  expect([left, ownNumber].filter(existsSync)).toEqual([]);
});

it('leaves what others use, and what is not its own', async () => {
  const kept = [
    await directory(`strata-work-${process.ppid}-abc`),
    await directory('strata-abc'),
    await directory('something-else'),
  ];
  await removeAbandonedScratch();

  expect(kept.filter(existsSync)).toEqual(kept);
});

it('leaves the directory of work that goes on in this process', async () => {
  await withScratchDirectory(async (own) => {
    await removeAbandonedScratch();
    expect(existsSync(own)).toBe(true);
  });
  await withDeadline(60_000, () =>
    withScratchDirectory(async (own) => {
      await removeAbandonedScratch();
      expect(existsSync(own)).toBe(true);
    }),
  );
});

it('removes the directory of an invocation of this process that has ended', async () => {
  const used = Promise.withResolvers<string>();
  const invocation = withDeadline(60_000, async () => {
    void withScratchDirectory((own) => {
      used.resolve(own);
      return new Promise(() => {});
    });
    await used.promise;
    throw new Error('Failed');
  });
  await expect(invocation).rejects.toThrow('Failed');
  await removeAbandonedScratch();

  expect(existsSync(await used.promise)).toBe(false);
});
