import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../../local/cli/serve.ts';
import { backUp } from '../../local/operations/data-backup.ts';
import { restore } from '../../local/operations/data-restore.ts';
import { openDatabase } from '../../local/platform/database.ts';
import { openObjects } from '../../local/platform/objects.ts';
import { type Platform, startPlatform } from '../../local/platform/start-platform.ts';
import { readDefinition } from '../../local/platform/workflow-definition.ts';
import { source } from '../../shared/contracts.ts';
import { scopes } from '../../shared/http/routes.ts';
import { contentDigests } from '../contract/content-digests.ts';
import { result } from './command-line.ts';
import { inFolder, writeOrders } from './exports.ts';

let folder: string;
let at: (name: string) => string;
let platform: Platform;
/** Responses of the API before the backups. */
let responses: string[];

const nothing = () => {};
const start = async (dataDir: string) =>
  startPlatform(dataDir, {
    definition: await readDefinition(),
    onEvent: nothing,
    onFunctionError: nothing,
    verbose: false,
  });

const paths = ['/v1/tiers', '/v1/customers/c0', '/v1/customers/c30/history', '/v1/movement', '/v1/runs'];

async function ask(from: Platform): Promise<string[]> {
  const api = await openApi(from, 0);
  try {
    const headers = { authorization: `Bearer ${await api.identity.issue(scopes, '1 hour')}` };
    return await Promise.all(paths.map(async (path) => (await fetch(`${api.url}${path}`, { headers })).text()));
  } finally {
    await api.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-backup-'));
  at = inFolder(folder);
  await writeOrders(at('orders.csv'));
  platform = await start(at('data'));
  await platform.inbox.upload(at('orders.csv'), 'inbox/orders.csv', 'text/csv');
  platform.takeIn();
  await platform.workflow.idle();
  responses = await ask(platform);
});
afterAll(async () => {
  await platform.workflow.idle();
  await platform.close();
  await rm(folder, { recursive: true });
});

describe('a backup while the process serves', () => {
  it.each(['backup', 'backup.tar', 'backup.tar.gz'])('as %s restores to the same responses', async (name) => {
    await backUp(at('data'), at(name));
    await restore(at(name), at(`from-${name}`));

    const { code, json } = await result(at('orders.csv'), '--data-dir', at(`from-${name}`));
    expect({ code, customers: json?.customers }).toEqual({ code: 0, customers: 60 });
    expect(restoredResponses(`from-${name}`)).toEqual(responses);
  });

  /** Asks in a process of its own: this one has the other platform. */
  function restoredResponses(name: string): string[] {
    const script = `
      const { startPlatform } = await import('./local/platform/start-platform.ts');
      const { readDefinition } = await import('./local/platform/workflow-definition.ts');
      const { openApi } = await import('./local/cli/serve.ts');
      const nothing = () => {};
      const options = { definition: await readDefinition(), onEvent: nothing, onFunctionError: nothing, verbose: false };
      const platform = await startPlatform(process.argv[1], options);
      const api = await openApi(platform, 0);
      const headers = { authorization: 'Bearer ' + await api.identity.issue(['tiers/read'], '1 hour') };
      const texts = [];
      for (const path of process.argv.slice(2)) texts.push(await (await fetch(api.url + path, { headers })).text());
      await api.close();
      await platform.close();
      process.stdout.write(JSON.stringify(texts));`;
    const flags = [
      '--disable-warning=ExperimentalWarning',
      '--conditions=embedded',
      '--import',
      './local/text-imports.ts',
    ];
    const args = [...flags, '--input-type=module', '-e', script, at(name), ...paths];
    return JSON.parse(
      execFileSync(process.execPath, args, { encoding: 'utf8', cwd: join(import.meta.dirname, '../..') }),
    );
  }

  it('leaves nothing in the data directory, and is readable by its owner only', async () => {
    await backUp(at('data'), at('private'));

    expect(await readdir(at('data/tmp'))).toEqual([]);
    const modes = [at('private'), at('private/strata.db'), at('private/keys/client.json'), at('private/id-key')].map(
      async (path) => (await stat(path)).mode & 0o077,
    );
    expect(await Promise.all(modes)).toEqual([0, 0, 0, 0]);
  });

  it('during writes and a run has every object whole, as of one moment', async () => {
    let isDone = false;
    const written = (async () => {
      for (let round = 1; !isDone; round++) {
        // At any one moment, the second is equal to the first or one behind.
        await platform.lake.putJson('test/first', { round, filler: 'x'.repeat(round % 5000) });
        await platform.lake.putJson('test/second', { round });
        await platform.lake.putJson(`test/passing-${round}`, { round });
        await platform.lake.remove([`test/passing-${round - 1}`]);
      }
    })();
    platform.workflow.start({ source: source.request });
    const names = Array.from({ length: 8 }, (_, index) => `busy-${index}`);
    for (const name of names) await backUp(at('data'), at(name));
    isDone = true;
    await written;
    await platform.workflow.idle();

    for (const name of names) {
      await restore(at(name), at(`from-${name}`));
      await checkRestored(at(`from-${name}`));
    }
  });

  async function checkRestored(root: string): Promise<void> {
    const database = openDatabase(join(root, 'strata.db'));
    try {
      const lake = openObjects({ directory: join(root, 'objects'), scratch: join(root, 'tmp') }, database)('lake');
      const found = await contentDigests(lake);
      expect(found.length).toBeGreaterThan(20);
      expect(found.map(({ md5 }) => md5)).toEqual(found.map(({ etag }) => etag));
      const [first, second] = await Promise.all(['test/first', 'test/second'].map((key) => lake.getJson(key)));
      const roundOf = (value: unknown) => (value as { round: number } | undefined)?.round ?? 0;
      expect([0, 1]).toContain(roundOf(first) - roundOf(second));
    } finally {
      database.close();
    }
  }
});

describe('a backup', () => {
  it.each([
    ['a target that exists', () => backUp(at('data'), at('data')), 'exists already'],
    ['a target in the data directory', () => backUp(at('data'), at('data/copy')), 'is in the data directory'],
    ['a directory without data', () => backUp(at('nothing'), at('copy')), 'There is no data'],
  ])('rejects %s', async (_, attempt, message) => {
    await expect(attempt()).rejects.toMatchObject({ name: 'CommandError', message: expect.stringContaining(message) });
  });
});

describe('a restore', () => {
  it('rejects a directory that is not empty, and leaves it as it is', async () => {
    await backUp(at('data'), at('sound'));
    await cp(at('sound'), at('full'), { recursive: true });

    await expect(restore(at('sound'), at('full'))).rejects.toMatchObject({ name: 'CommandError' });
    expect((await readdir(at('full'))).sort()).toEqual((await readdir(at('sound'))).sort());
  });

  it('rejects a backup of which an object has changed, and leaves an empty directory', async () => {
    await backUp(at('data'), at('changed'));
    const objects = await readdir(at('changed/objects'), { recursive: true, withFileTypes: true });
    const object = objects.find((entry) => entry.isFile());
    const file = join(object?.parentPath ?? '', object?.name ?? '');
    const content = await readFile(file);
    await rm(file);
    await writeFile(file, Buffer.concat([content, Buffer.from('x')]));

    await expect(restore(at('changed'), at('empty'))).rejects.toThrow(/is damaged: .* has changed/);
    expect(await readdir(at('empty'))).toEqual([]);
  });

  it('rejects half an archive', async () => {
    await backUp(at('data'), at('half.tar.gz'));
    const archive = await readFile(at('half.tar.gz'));
    await writeFile(at('half.tar.gz'), archive.subarray(0, archive.length / 2));

    await expect(restore(at('half.tar.gz'), at('none'))).rejects.toThrow(/is damaged/);
    expect(await readdir(at('none'))).toEqual([]);
  });
});

it('is a command, with a usage', () => {
  const run = (program: string, ...args: string[]) =>
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', `local/${program}.ts`, ...args], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
    });

  expect(run('backup', '--data-dir', at('data'), '--to', at('by-command.tar'))).toMatch(/^Backed up \d+ objects/);
  expect(run('restore', '--from', at('by-command.tar'), '--data-dir', at('by-command'))).toMatch(
    /^Restored \d+ objects/,
  );
  expect(() => run('backup', '--data-dir', at('data'))).toThrow(/--to is missing/);
});
