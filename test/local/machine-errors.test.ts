import { spawn } from 'node:child_process';
import { cp, mkdir, open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../local/api/service.ts';
import { command, commandLine, result } from './command-line.ts';
import { writeOrders } from './exports.ts';
import { folderForTests } from './folder-for-tests.ts';

const at = folderForTests('machine');

beforeAll(async () => {
  await writeOrders(at('orders.csv'));
  await result(at('orders.csv'), '--data-dir', at('first'), '--policy', await policyFile());
  await writeOrders(at('july.csv'), 1);
});

async function policyFile(): Promise<string> {
  await writeFile(at('policy.json'), '{"windowMonths": 24}');
  return at('policy.json');
}

/** A copy of the data directory after the first run. */
async function dataDirectory(name: string): Promise<string> {
  await cp(at('first'), at(name), { recursive: true });
  return at(name);
}

async function fileBelow(directory: string, name: RegExp): Promise<string> {
  const [found] = (await readdir(directory, { recursive: true })).filter((file) => name.test(file)).toSorted();
  return join(directory, found ?? 'none');
}

/** Runs the command line on the data directory; it must end with one line on stderr. */
async function sentence(...args: string[]): Promise<string> {
  const { code, stderr } = await command('--no-serve', ...args).ended;
  expect(code, stderr).toBeGreaterThan(0);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  return stderr.trim();
}

const restore = 'restore the data directory from a backup';

describe('a place that is not a data directory', () => {
  it.each(['orders.csv', 'orders.csv/below'])('%s is named', async (name) => {
    expect(await sentence('--data-dir', at(name))).toBe(
      `${at(name)} is a file or lies below one: choose another directory`,
    );
  });

  it('is named when it cannot be written', async () => {
    // Nobody may create a directory there, not even the superuser.
    expect(await sentence('--data-dir', '/proc/strata')).toMatch(/^\/proc\S* .*: .*choose another directory$/);
  });
});

describe('a damaged file', () => {
  it.each([
    ['of random bytes', 0],
    ['with one good page', 8192],
  ])('is named when it is the database, %s; the next start after a restore works', async (name, start) => {
    const dataDir = await dataDirectory(`database-${start}`);
    await overwrite(join(dataDir, 'strata.db'), start);

    expect(await sentence('--data-dir', dataDir, at('july.csv')), name).toBe(
      `${dataDir}/strata.db is damaged: ${restore}`,
    );
    await rm(dataDir, { recursive: true });
    await dataDirectory(`database-${start}`);
    expect(await result('--data-dir', dataDir, at('july.csv'))).toMatchObject({
      code: 0,
      json: { as_of: '2026-07-30' },
    });
  });

  it('is named when it is Parquet that was cut short; the next start with the whole file works', async () => {
    const dataDir = await dataDirectory('cut');
    const file = await fileBelow(join(dataDir, 'objects/lake/clean'), /\.parquet$/);
    await cp(file, at('whole.parquet'));
    await truncate(file, 100);

    expect(await sentence('--data-dir', dataDir, at('july.csv'))).toBe(`${file} is damaged: ${restore}`);
    await cp(at('whole.parquet'), file);
    expect(await result('--data-dir', dataDir, at('july.csv'))).toMatchObject({
      code: 0,
      json: { as_of: '2026-07-30' },
    });
  });

  it('is named when it is the policy; the next start with a correct one works', async () => {
    const dataDir = await dataDirectory('policy');
    const file = join(dataDir, 'objects/lake/policy.json');
    await writeFile(file, '{"windowMonths": 12');

    expect(await sentence('--data-dir', dataDir, at('july.csv'))).toBe(
      `${file} is not valid JSON: correct it, or ${restore}`,
    );
    await writeFile(file, '{"windowMonths": 12}');
    expect(await result('--data-dir', dataDir, at('july.csv'))).toMatchObject({
      code: 0,
      json: { as_of: '2026-07-30' },
    });
  });

  it.each(['', '{', '{"id": "one"}', 'null'])(
    'is named when it is the client, with the content %j',
    async (content) => {
      const dataDir = at('client');
      await mkdir(join(dataDir, 'keys'), { recursive: true });
      await writeFile(join(dataDir, 'keys/client.json'), content);
      const { code, stderr } = await command('--data-dir', dataDir, at('orders.csv')).ended;

      expect(code).toBeGreaterThan(0);
      expect(stderr).toBe(
        `${dataDir}/keys/client.json is damaged: restore it from a backup, or delete it to get a new one\n`,
      );
    },
  );
});

async function overwrite(file: string, start: number): Promise<void> {
  await using handle = await open(file, 'r+');
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(size - start, 'not a database '), 0, size - start, start);
}

it('a port that is in use is named', async () => {
  const other = await listen(createServer());
  const port = new URL(other.url).port;
  const { code, stderr } = await command('--data-dir', at('port'), '--port', port, at('orders.csv')).ended;
  await other.close();

  expect(code).toBeGreaterThan(0);
  expect(stderr).toBe(`Port ${port} is in use: stop the program that uses it, or choose another --port\n`);
});

it('an export that cannot be read is named', async () => {
  // Opening it succeeds and reading it fails, also for the superuser.
  expect(await sentence('--data-dir', at('unreadable'), '/proc/self/mem')).toBe(
    'mem cannot be read (EIO): check the file and the right to read it',
  );
});

describe('a full disk', () => {
  /** As {@link command}, with files that cannot grow beyond a number of blocks of 512 or 1,024 bytes. */
  async function limited(blocks: number, ...args: string[]) {
    const [program, ...rest] = commandLine(...args);
    const script = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
    const child = spawn('sh', ['-c', script, program ?? '', ...rest], { cwd: process.cwd() });
    let stderr = '';
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, stderr };
  }

  it.each([4, 100, 250])(
    'of files up to %i blocks is named, and the next start with room finishes without loss',
    async (blocks) => {
      const dataDir = at(`full-${blocks}`);
      const { code, stderr } = await limited(blocks, '--no-serve', '--data-dir', dataDir, at('orders.csv'));

      expect(code, stderr).toBe(1);
      // SQLite does not tell this limit from other failures of the disk.
      expect([
        `A file in ${dataDir} may not grow further: raise the limit of file sizes and run the command again`,
        `${dataDir} cannot be read or written: check the disk and its limits, and run the command again`,
      ]).toContain(stderr.trim().split('\n').at(-1));
      expect(stderr).not.toMatch(/^\s+at /m);
      const after = await result('--data-dir', dataDir, at('orders.csv'));
      expect(after).toMatchObject({ code: 0, json: { status: 'succeeded', customers: 60 } });
      expect(await readdir(join(dataDir))).not.toContain('tmp');
    },
  );
});
