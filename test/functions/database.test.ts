import { expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb, duckdbOfBucket, threadsWithin } from '../../shared/adapters/duckdb/duckdb.ts';

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

it('gives a database the threads that its memory is enough for', async () => {
  const [found] = await duckdb(200)((database) => database.rows(settingsSql, settings));
  expect(found).toEqual({ threads: 1, memory: '190.7 MiB' });
});

it('gives buckets that are worked on side by side their part of the threads, each with memory of its own', async () => {
  const config = { DUCKDB_MEMORY_MB: 3000, BUCKET_MEMORY_MB: 1000, BUCKETS_AT_ONCE: 2 };
  const [found] = await duckdbOfBucket(config, { threads: 2 })((database) => database.rows(settingsSql, settings));
  expect(found).toEqual({ threads: 1, memory: '953.6 MiB' });

  const { BUCKET_MEMORY_MB, ...alone } = config;
  const [whole] = await duckdbOfBucket({ ...alone, BUCKETS_AT_ONCE: 1 })((database) =>
    database.rows(settingsSql, settings),
  );
  expect(whole).toEqual({ threads: threadsWithin(3000), memory: '2.7 GiB' });
});
