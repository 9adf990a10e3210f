import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, duckdb, duckdbOfBucket, threadsWithin } from '../../shared/adapters/duckdb/duckdb.ts';

it.each([
  { memoryMb: 300, processors: 2, threads: 2 },
  { memoryMb: 300, processors: 16, threads: 2 },
  { memoryMb: 2400, processors: 16, threads: 16 },
  { memoryMb: 100, processors: 4, threads: 1 },
])('takes $threads threads of $processors processors with $memoryMb MB', ({ memoryMb, processors, threads }) => {
  expect(threadsWithin(memoryMb, processors)).toBe(threads);
});

const settings = z.object({ threads: z.number(), memory: z.string() });
const settingsSql = "select current_setting('threads')::integer as threads, current_setting('memory_limit') as memory";

it('uses as many threads as memory allows', async () => {
  const [found] = await duckdb(200)((database) => database.rows(settingsSql, settings));
  expect(found).toEqual({ threads: 1, memory: '190.7 MiB' });
});

it('divides the threads among parallel buckets, each with its own memory', async () => {
  const config = { DUCKDB_MEMORY_MB: 3000, BUCKET_MEMORY_MB: 1000, BUCKETS_AT_ONCE: 2 };
  const [found] = await duckdbOfBucket(config, { threads: 2 })((database) => database.rows(settingsSql, settings));
  expect(found).toEqual({ threads: 1, memory: '953.6 MiB' });

  const { BUCKET_MEMORY_MB, ...alone } = config;
  const [whole] = await duckdbOfBucket({ ...alone, BUCKETS_AT_ONCE: 1 })((database) =>
    database.rows(settingsSql, settings),
  );
  expect(whole).toEqual({ threads: threadsWithin(3000), memory: '2.7 GiB' });
});

describe('a database', () => {
  const count = z.object({ count: z.number() });
  const named = (database: Database) =>
    database.rows(
      `select ((select count(*) from duckdb_tables()) + (select count(*) from duckdb_views() where not internal)
         + (select count(*) from duckdb_functions() where not internal) + (select count(*) from duckdb_types() where not internal)
         + (select count(*) from duckdb_variables()))::integer as count`,
      count,
    );
  const changeable = z.object({ name: z.string(), value: z.string() });
  const changed = (database: Database) =>
    database.rows(
      `select name, value from duckdb_settings()
       where name in ('threads', 'preserve_insertion_order', 'partitioned_write_flush_threshold') order by name`,
      changeable,
    );

  async function leaveMuch(database: Database): Promise<void> {
    await database.run('create table numbers as select 1 as number');
    await database.run('create temp table others as from numbers');
    await database.run('create view seen as from numbers');
    await database.run('create macro doubled(number) as 2 * number');
    await database.run("create type colour as enum ('red')");
    await database.run('set variable known = 1');
    await database.run('set partitioned_write_flush_threshold = 7');
    await database.run('set preserve_insertion_order = true');
    await database.run('set threads = 1');
    expect(await named(database)).toEqual([{ count: 6 }]);
  }

  it('is empty and newly configured, whatever earlier work left', async () => {
    const withDatabase = duckdb(301, { threads: 2 });
    const atFirst = await withDatabase(changed);
    await withDatabase(leaveMuch);

    expect(await withDatabase(named)).toEqual([{ count: 0 }]);
    expect(await withDatabase(changed)).toEqual(atFirst);
    expect(atFirst).toContainEqual({ name: 'threads', value: '2' });
  });

  it.each([
    {
      left: 'failed',
      leave: async (database: Database) => {
        await leaveMuch(database);
        await expect(database.run('select number from none_such')).rejects.toThrow('none_such');
        throw new Error('failed');
      },
    },
    {
      left: 'left a result half read',
      leave: async (database: Database) => {
        await database.run('create table numbers as select range as number from range(100_000)');
        expect((await database.chunks('from numbers').next()).done).toBe(false);
      },
    },
    {
      left: 'spilled to disk',
      leave: async (database: Database) => {
        await database.run('create table numbers as select hash(range) as number from range(6_000_000)');
        expect(existsSync(join(database.directory, 'spill'))).toBe(true);
      },
    },
  ])('is empty after work that $left', async ({ left, leave }) => {
    const withDatabase = duckdb(40, { threads: 1 });
    const work = withDatabase(leave);
    await (left === 'failed' ? expect(work).rejects.toThrow('failed') : work);

    expect(await withDatabase(named)).toEqual([{ count: 0 }]);
    expect(await withDatabase(changed)).toContainEqual({ name: 'preserve_insertion_order', value: 'false' });
  });

  it('reports an error without the statement, which may contain values', async () => {
    const failing = duckdb(150)((database) =>
      database.run("select $id as id, 'x'::integer as number", { id: 'KUNDE0001' }),
    );
    await expect(failing).rejects.toThrow("Conversion Error: Could not convert string 'x' to INT32");
    await expect(failing).rejects.not.toThrow(/KUNDE0001|LINE/);
  });

  it('is invisible to concurrent work', async () => {
    const withDatabase = duckdb(150);
    await withDatabase(async (database) => {
      await leaveMuch(database);
      expect(await withDatabase(named)).toEqual([{ count: 0 }]);
      expect(await named(database)).toEqual([{ count: 6 }]);
    });
  });
});

it('reads the current content of a file that was just rewritten', async () => {
  const read = await duckdb(200)(async (database) => {
    const file = `${database.directory}/rows.parquet`;
    const sums: number[] = [];
    for (let round = 0; round < 20; round++) {
      await database.run(
        `copy (select ${round} as n, repeat('x', 9) as text from range(2000)) to '${database.directory}/new' (format parquet)`,
      );
      copyFileSync(`${database.directory}/new`, file);
      const rows = await database.rows(
        `select max(n)::integer as sum from read_parquet('${file}')`,
        z.object({ sum: z.number() }),
      );
      sums.push(rows[0]?.sum ?? -1);
    }
    return sums;
  });

  expect(read).toEqual(Array.from({ length: 20 }, (_, round) => round));
});
