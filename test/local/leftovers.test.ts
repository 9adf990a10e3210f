import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimDataDirectory } from '../../local/platform/data-directory.ts';
import { command, result } from './command-line.ts';
import { writeOrders } from './exports.ts';
import { folderForTests } from './folder-for-tests.ts';

const at = folderForTests('leftovers');

beforeAll(async () => {
  await writeOrders(at('orders.csv'));
});

const temporaryFiles = async (dataDir: string): Promise<string[]> =>
  existsSync(join(dataDir, 'tmp')) ? await readdir(join(dataDir, 'tmp')) : [];

/** Whether no process holds a data directory. */
async function isFree(dataDir: string): Promise<boolean> {
  try {
    (await claimDataDirectory(dataDir)).release();
    return true;
  } catch {
    return false;
  }
}

describe('a process in the middle of a run', () => {
  it('that is stopped leaves no temporary files and lets go of its data directory', async () => {
    const dataDir = at('stopped');
    const running = command(at('orders.csv'), '--data-dir', dataDir);
    await running.output(/✓ clean/);
    running.kill('SIGTERM');
    const ended = await running.ended;

    expect(ended).toMatchObject({ code: 143, stderr: expect.stringContaining('the next start finishes this run') });
    expect(await temporaryFiles(dataDir)).toEqual([]);
    expect(await isFree(dataDir)).toBe(true);
    expect(await result('--data-dir', dataDir)).toMatchObject({ code: 0, json: { customers: 60 } });
  });

  it('that is killed leaves nothing after the next start', async () => {
    const dataDir = at('killed');
    const running = command(at('orders.csv'), '--data-dir', dataDir);
    await running.output(/✓ clean/);
    running.kill('SIGKILL');
    await running.ended;
    expect(existsSync(join(dataDir, 'tmp'))).toBe(true);

    expect(await result('--data-dir', dataDir)).toMatchObject({ code: 0, json: { customers: 60 } });
    expect(await temporaryFiles(dataDir)).toEqual([]);
  });
});

describe('a process that serves', () => {
  it('ends at once at a second signal, without temporary files', async () => {
    const dataDir = at('served');
    const serving = command(at('orders.csv'), '--data-dir', dataDir, '--port', String(21_000 + (process.pid % 10_000)));
    await serving.output(/Serving until Ctrl-C/);
    serving.kill('SIGINT');
    serving.kill('SIGINT');
    const { code } = await serving.ended;

    expect([0, 130]).toContain(code);
    expect(await temporaryFiles(dataDir)).toEqual([]);
    expect(await isFree(dataDir)).toBe(true);
  });
});
