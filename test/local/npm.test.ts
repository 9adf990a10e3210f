import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen } from '../../local/api/service.ts';
import { result } from './command-line.ts';
import { writeOrders } from './exports.ts';

let folder: string;
let dataDir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-npm-'));
  dataDir = join(folder, 'data');
  await writeOrders(join(folder, 'orders.csv'));
  expect(await result('--data-dir', dataDir, join(folder, 'orders.csv'))).toMatchObject({ code: 0 });
});
afterAll(() => rm(folder, { recursive: true }));

async function freePort(): Promise<string> {
  const service = await listen(createServer());
  await service.close();
  return new URL(service.url).port;
}

// The signal reaches npm alone, as from a process manager; a terminal sends it to all.
it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'no process outlives npm after %s, nor a temporary file',
  async (signal) => {
    const npm = spawn('npm', ['start', '--', '--data-dir', dataDir, '--port', await freePort()]);
    let output = '';
    for await (const text of npm.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      output += text;
      if (output.includes('Serving until')) break;
    }
    expect(output).toContain('Serving until');

    npm.stdout.resume();
    npm.stderr.resume();
    npm.kill(signal);
    // The pipes close when no process holds them any more.
    await once(npm, 'close');

    expect(await readdir(dataDir)).not.toContain('tmp');
    expect(await result('--data-dir', dataDir)).toMatchObject({ code: 0 });
  },
);
