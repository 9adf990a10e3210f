import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderWatch } from '../../../local/operations/watch.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-watch-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, text = 'order_id,customer_id'): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

/** A watch whose uploads are only recorded. @param fails files that cannot be uploaded */
function watching(folders = [folder], fails: Set<string> = new Set()) {
  const state = { now: 0, keys: [] as string[], runs: 0, log: [] as string[] };
  const look = folderWatch(folders, {
    openDrop: async () => async (file) => {
      if (fails.has(file.name)) throw new Error(`${file.name} cannot be read`, { cause: new Error('EIO') });
      state.keys.push(file.key);
      return { ...file, uploaded: true, bytes: 1 };
    },
    takeIn: () => state.runs++,
    log: { write: (level, message, facts) => state.log.push(`${level} ${message} ${facts?.file ?? facts?.reason}`) },
    now: () => state.now,
  });
  return {
    state,
    async looks(times: number) {
      for (let time = 0; time < times; time++) await look();
      return state.keys;
    },
  };
}

describe('a file', () => {
  it('is taken in at the second look that finds it unchanged, once', async () => {
    const { looks, state } = watching();
    await put('orders.csv');

    expect(await looks(1)).toEqual([]);
    expect(await looks(1)).toEqual(['inbox/orders.csv']);
    expect(await looks(3)).toEqual(['inbox/orders.csv']);
    expect(state.runs).toBe(1);
  });

  it('that grows is taken in when it has stopped growing', async () => {
    const { looks } = watching();
    const file = await put('orders.csv');
    await looks(1);
    for (let time = 0; time < 3; time++) {
      await appendFile(file, '\n1,2');
      expect(await looks(1)).toEqual([]);
    }

    expect(await looks(1)).toEqual(['inbox/orders.csv']);
  });

  it('is taken in again when it has changed, also to the same size', async () => {
    const { looks } = watching();
    const file = await put('orders.csv', 'a');
    await looks(2);
    await writeFile(file, 'b');
    await utimes(file, 1_000_000, 1_000_000);

    expect(await looks(2)).toEqual(['inbox/orders.csv', 'inbox/orders.csv']);
  });

  it.each(['a.csv.part', 'a.csv.tmp', 'a.csv.CRDOWNLOAD', '~$a.xlsx', '.a.csv', 'a.csv~', '.hidden/a.csv'])(
    'called %s is ignored until it has its name',
    async (name) => {
      const { looks } = watching();
      const file = await put(name);
      expect(await looks(3)).toEqual([]);

      await rename(file, join(folder, 'a.csv'));

      expect(await looks(2)).toEqual(['inbox/a.csv']);
    },
  );

  it('without content is left until it has some, and the log has it once', async () => {
    const { looks, state } = watching();
    const file = await put('orders.csv', '');
    expect(await looks(3)).toEqual([]);
    expect(state.log).toEqual([`warn path skipped ${file}: skipped, it is empty`]);

    await appendFile(file, 'order_id');

    expect(await looks(2)).toEqual(['inbox/orders.csv']);
  });

  it('that cannot be read keeps no other from being taken in, and is tried again later', async () => {
    const fails = new Set(['bad.csv']);
    const { looks, state } = watching([folder], fails);
    await put('bad.csv');
    await put('good.csv');

    expect(await looks(4)).toEqual(['inbox/good.csv']);
    expect(state.log).toEqual(['warn file not readable bad.csv', 'info file uploaded good.csv']);
    fails.clear();
    expect(await looks(2)).toEqual(['inbox/good.csv']);
    state.now += 300_000;

    expect(await looks(1)).toEqual(['inbox/good.csv', 'inbox/bad.csv']);
  });
});

describe('keys', () => {
  it('name the dataset of a subfolder, and keep files of the same name apart at whatever time they come', async () => {
    const { looks } = watching();
    await put('a.csv');
    await put('orders/a.csv');
    await looks(2);
    await put('2026/a.csv');
    const keys = await looks(2);

    expect(keys.slice(0, 2)).toEqual(['inbox/a.csv', 'inbox/orders/a.csv']);
    expect(keys.slice(2)).toEqual([expect.stringMatching(/^inbox\/a-[0-9a-f]{8}\.csv$/)]);
  });

  it('differ in a folder named after a dataset and its subfolder of the same name', async () => {
    const { looks } = watching([join(folder, 'orders')]);
    await put('orders/a.csv');
    await put('orders/orders/a.csv');

    expect(new Set(await looks(2)).size).toBe(2);
  });
});

describe('a folder', () => {
  it('beside another may have files of the same names', async () => {
    await put('one/a.csv');
    await put('two/a.csv');
    const [first, second] = await watching([join(folder, 'one'), join(folder, 'two')]).looks(2);

    expect(first).toBe('inbox/a.csv');
    expect(second).toMatch(/^inbox\/a-[0-9a-f]{8}\.csv$/);
  });

  it('that is away for a while is noted once and watched when it is back', async () => {
    const away = join(folder, 'mount');
    const { looks, state } = watching([folder, away]);
    await put('other.csv');
    expect(await looks(3)).toEqual(['inbox/other.csv']);
    expect(state.log).toEqual([`warn path skipped ${away}: cannot be read (ENOENT)`, 'info file uploaded other.csv']);

    await put('mount/a.csv');

    expect(await looks(2)).toEqual(['inbox/other.csv', expect.stringMatching(/^inbox\/a-[0-9a-f]{8}\.csv$/)]);
  });

  it('with a pipe and a broken link has its files taken in', async () => {
    const { looks, state } = watching();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    await put('a.csv');

    expect(await looks(2)).toEqual(['inbox/a.csv']);
    expect(state.log.filter((line) => line.startsWith('warn')).length).toBe(2);
  });
});
