import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataDirectory } from '../../contract/data-directory.ts';
import { objectAt } from './object-versions.ts';

let directory: Awaited<ReturnType<typeof createDataDirectory>>;
let opened: Awaited<ReturnType<typeof directory.open>>;
beforeEach(async () => {
  directory = await createDataDirectory();
  opened = await directory.open();
});
afterEach(async () => {
  opened.close();
  await directory.delete();
});

const lake = () => opened.bucket('lake');
const pathOf = (path: string) => join(directory.directory, 'lake', path);
async function reopen(): Promise<void> {
  opened.close();
  opened = await directory.open();
}
const filesBelow = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

describe('objects as files', () => {
  it('are found under their keys', async () => {
    await lake().putJson('runs/20260801T093000000Z-7be2d41f/model.json', { k: 3 });

    const file = pathOf('runs/20260801T093000000Z-7be2d41f/model.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ k: 3 });
  });

  it('are read by their owner alone', async () => {
    const file = join(directory.scratch, 'made');
    await writeFile(file, 'x', { mode: 0o644 });
    await lake().store(file, 'a/b.csv', 'text/csv');
    await lake().putJson('a/b.json', 1);

    const modes = ['a/b.csv', 'a/b.json', 'a', ''].map((path) => statSync(pathOf(path)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o700, 0o700]);
    expect(statSync(directory.scratch).mode & 0o777).toBe(0o700);
  });

  it('are moved into place, not copied', async () => {
    const file = join(directory.scratch, 'made');
    await writeFile(file, 'x');
    const { ino } = await stat(file);
    await lake().store(file, 'a.csv', 'text/csv');

    expect((await stat(pathOf('a.csv'))).ino).toBe(ino);
  });

  it('are provided without a copy', async () => {
    await lake().putJson('a.json', 1);
    await lake().fileFor('a.json', join(directory.scratch, 'a'));

    expect((await stat(join(directory.scratch, 'a'))).ino).toBe((await stat(pathOf('a.json'))).ino);
  });

  it('are stored and provided across file systems', async () => {
    const other = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'strata-other-'));
    const [file, again] = [join(other, 'made'), join(other, 'again')];
    await writeFile(file, 'x');
    await lake().store(file, 'a.csv', 'text/csv');
    await lake().fileFor('a.csv', again);

    expect([existsSync(file), await readFile(again, 'utf8')]).toEqual([false, 'x']);
    await rm(other, { recursive: true });
  });

  it('leave no file and no empty directory behind when they are removed', async () => {
    await lake().putJson('runs/one/a.json', 1);
    await lake().putJson('runs/two/a.json', 1);
    await lake().remove(['runs/one/a.json']);

    expect(readdirSync(pathOf('runs'))).toEqual(['two']);
    await lake().remove(['runs/two/a.json']);
    expect(readdirSync(directory.directory)).toEqual([]);
  });

  it('are not written by a stream that fails', async () => {
    await lake().putJson('a.json', 'old');
    async function* broken() {
      yield Buffer.from('new');
      throw new Error('The connection is lost');
    }

    await expect(lake().receive(broken(), 'a.json', 'text/csv')).rejects.toThrow('The connection is lost');
    expect(await lake().getJson('a.json')).toBe('old');
    expect(readdirSync(directory.scratch)).toEqual([]);
  });

  it.each([
    ['is empty', ''],
    ['has more than 1,024 bytes', '客'.repeat(342)],
    ['is not Unicode', '\ud800'],
  ])('are not written where the key %s', async (_, key) => {
    await expect(lake().putJson(key, {})).rejects.toThrow('Expected a key of 1 to 1024 bytes of UTF-8');
    expect(await lake().list('')).toEqual([]);
  });

  it('are kept apart by bucket', async () => {
    await opened.bucket('inbox').putJson('a.json', 'inbox');

    expect(await lake().getJson('a.json')).toBeUndefined();
    expect(await lake().list('')).toEqual([]);
  });

  it('are named when one is missing', async () => {
    await lake().putJson('a.json', 1);
    rmSync(pathOf('a.json'));

    await expect(lake().getJson('a.json')).rejects.toThrow(`Missing ${pathOf('a.json')}: restore the data directory`);
  });
});

describe('the time of an object', () => {
  const times = async () => (await lake().list('')).map(({ lastModified }) => lastModified);
  async function openAt(now: string): Promise<void> {
    opened.close();
    opened = await directory.open(() => new Date(now));
  }

  it('is later than that of every object before, however far the clock goes back', async () => {
    await openAt('2027-08-01T09:30:00.000Z');
    await opened.bucket('inbox').putJson('a.json', 1);
    await openAt('2026-08-01T09:30:00.000Z');
    await lake().putJson('b.json', 1);
    await lake().putJson('c.json', 1);

    expect(await times()).toEqual(['2027-08-01T09:30:00.001Z', '2027-08-01T09:30:00.002Z']);
  });

  it('is that of the clock once the clock is right', async () => {
    await openAt('2026-08-01T09:20:00.000Z');
    await lake().putJson('a.json', 1);
    await openAt('2026-08-01T09:30:00.000Z');
    await lake().putJson('b.json', 1);

    expect(await times()).toEqual(['2026-08-01T09:20:00.000Z', '2026-08-01T09:30:00.000Z']);
  });
});

describe('opening objects', () => {
  it('keeps them as they are', async () => {
    await lake().putJson('a b.json', 1);
    const before = await lake().list('');
    await reopen();

    expect(await lake().list('')).toEqual(before);
    expect(await lake().getJson('a b.json')).toBe(1);
  });

  it('empties the scratch directory', async () => {
    mkdirSync(join(directory.scratch, 'strata-x/spill'), { recursive: true });
    writeFileSync(join(directory.scratch, 'strata-x/spill/1'), 'x');
    await reopen();

    expect(readdirSync(directory.scratch)).toEqual([]);
  });

  it('deletes a file that was not entered yet', async () => {
    await lake().putJson('a.json', 1);
    mkdirSync(pathOf('runs/one'), { recursive: true });
    writeFileSync(pathOf('runs/one/b.json'), '2');
    await reopen();

    expect(await lake().list('')).toMatchObject([{ key: 'a.json' }]);
    expect(filesBelow(directory.directory)).toEqual([pathOf('a.json')]);
    expect(existsSync(pathOf('runs'))).toBe(false);
  });

  it('enters a file that was replaced, even by one of the same size', async () => {
    await lake().putJson('a.json', 1);
    const [before] = await lake().list('');
    writeFileSync(join(directory.scratch, 'new'), '2\n');
    renameSync(join(directory.scratch, 'new'), pathOf('a.json'));
    await reopen();

    const [after] = await lake().list('');
    expect(after).toMatchObject({ key: 'a.json', bytes: 2, etag: createHash('md5').update('2\n').digest('hex') });
    expect(after?.etag).not.toBe(before?.etag);
  });

  it('keeps time and ETag of a file that was only copied, as from a backup', async () => {
    await lake().putJson('a.json', 1);
    const before = await lake().list('');
    const content = readFileSync(pathOf('a.json'));
    rmSync(pathOf('a.json'));
    writeFileSync(pathOf('a.json'), content);
    await reopen();

    expect(await lake().list('')).toEqual(before);
  });

  it('names what is missing, and changes nothing', async () => {
    await lake().putJson('a.json', 1);
    await lake().putJson('b.json', 1);
    await lake().putJson('c.json', 1);
    for (const name of ['a.json', 'b.json']) renameSync(pathOf(name), join(directory.root, name));
    writeFileSync(pathOf('unknown.json'), '1');

    await expect(directory.open()).rejects.toThrow(
      `Missing ${pathOf('a.json')} and 1 more: restore the data directory`,
    );
    expect(readdirSync(pathOf(''))).toEqual(['c.json', 'unknown.json']);
  });

  it('deletes no file because the database is lost', async () => {
    await lake().putJson('a.json', 1);
    opened.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${directory.databaseFile}${end}`, { force: true });

    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(directory.open()).rejects.toThrow(
        `${directory.databaseFile} does not know the files in ${directory.directory}: restore both from one backup`,
      );
    }
    expect(existsSync(pathOf('a.json'))).toBe(true);
    rmSync(directory.directory, { recursive: true });
    opened = await directory.open();
  });
});

it('has each object whole, old or new, after a process that wrote them was killed at any moment', {
  timeout: 600_000,
}, async () => {
  const keys = ['runs/one/a.csv', 'runs/one/B & c.csv', 'runs/two/d', 'e.json'];
  const states = new Map(keys.map((key) => [key, [-1]]));

  for (let round = 0; round < 30; round++) {
    opened.close();
    const first = round * 100_000;
    const written = await killedWriter(first, keys, 1 + ((round * 7) % 23));
    for (const key of keys) {
      const last = written.findLast((entry) => entry.key === key)?.version;
      states.set(key, last === undefined ? [...(states.get(key) ?? []), first] : [last, last + 1]);
    }
    opened = await directory.open();

    const listed = await lake().list('');
    const files = listed.map(({ key }) => opened.database.prepare('select path from objects where key = ?').get(key));
    expect(filesBelow(directory.directory).toSorted()).toEqual(
      files.map((row) => join(directory.directory, String(row?.path))).toSorted(),
    );
    expect(readdirSync(directory.scratch)).toEqual([]);
    for (const key of keys) {
      const object = listed.find((candidate) => candidate.key === key);
      const content = object && (await contentOf(key));
      const possible = (states.get(key) ?? []).filter((version) =>
        version >= 0 ? objectAt(key, version) === content : content === undefined,
      );
      expect(possible.length, `${key} in round ${round}`).toBeGreaterThan(0);
      states.set(key, possible);
      if (content === undefined) continue;
      expect(object).toMatchObject({ bytes: content.length, etag: createHash('md5').update(content).digest('hex') });
    }
  }
});

async function contentOf(key: string): Promise<string> {
  const file = join(directory.root, 'read');
  await lake().download(key, file);
  return readFile(file, 'utf8');
}

/** Starts a process that changes objects, and kills it when it has printed a number of lines. @returns what it printed */
async function killedWriter(first: number, keys: readonly string[], lines: number) {
  const script = join(import.meta.dirname, 'object-writer.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, directory.root, String(first), ...keys];
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(writer, 'exit');
  const written: { key: string; version: number }[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    written.push(JSON.parse(line));
    if (written.length === lines) writer.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return written;
}
