import { createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { joinParquet } from '../../../../shared/adapters/parquet/join-parquet.ts';
import { quotedString } from '../../../../shared/domain/sql/quoting.ts';
import { cases } from '../../../thoroughness.ts';

const withDatabase = duckdb(256);

async function* each(files: readonly string[]): AsyncGenerator<string> {
  yield* files;
}

async function join(database: Database, files: readonly string[]): Promise<string> {
  const joined = `${database.directory}/joined.parquet`;
  await pipeline(joinParquet(each(files)), createWriteStream(joined));
  return `read_parquet(${quotedString(joined)})`;
}

/** Rows with a number, a text, null values, a list, a decimal and a boolean, by which every kind of column chunk occurs. */
const rowsSql = (from: number, to: number) => `
  select i, 'customer ' || (i % 50) as text, if(i % 3 = 0, null, i * 1.5)::decimal(18, 4) as amount, i % 2 = 0 as even,
    [i, i + 1] as list, {a: i, b: 'x'} as struct
  from range(${from}, ${to}) as numbers(i)`;

const summary = z.object({ rows: z.number(), digest: z.string().nullable() });
const summarySql = (table: string) =>
  `select count(*)::integer as rows, sum(hash(it))::varchar as digest from ${table} as it`;

describe('joining Parquet files', () => {
  it('gives the rows of all files in their order, whatever the sizes, row groups and compression', async () => {
    const file = fc.record({
      rows: fc.constantFrom(0, 1, 7, 2048, 5000),
      group: fc.constantFrom(2048, 4096),
      compression: fc.constantFrom('snappy', 'zstd', 'uncompressed'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 20 }), (files) =>
        withDatabase(async (database) => {
          await database.run('set preserve_insertion_order = true');
          const paths: string[] = [];
          let total = 0;
          for (const [index, { rows, group, compression }] of files.entries()) {
            const path = `${database.directory}/${index}.parquet`;
            await database.run(
              `copy (${rowsSql(total, total + rows)}) to ${quotedString(path)}
               (format parquet, row_group_size ${group}, compression ${compression})`,
            );
            paths.push(path);
            total += rows;
          }
          const joined = await join(database, paths);

          const expected = await database.rows(summarySql(`(${rowsSql(0, total)})`), summary);
          expect(await database.rows(summarySql(joined), summary)).toEqual(expected);
          const order = await database.rows(
            `select coalesce(bool_and(i = position), true) as kept
             from (select i, row_number() over () - 1 as position from ${joined})`,
            z.object({ kept: z.boolean() }),
          );
          expect(order).toEqual([{ kept: true }]);
        }),
      ),
      { numRuns: cases(15) },
    );
  });

  it('keeps statistics and Bloom filters, by which readers skip row groups', () =>
    withDatabase(async (database) => {
      const paths = [0, 1, 2].map((index) => `${database.directory}/${index}.parquet`);
      for (const [index, path] of paths.entries()) {
        await database.run(`copy (${rowsSql(index * 4096, (index + 1) * 4096)}) to ${quotedString(path)}
          (format parquet, row_group_size 2048)`);
      }
      const joined = await join(database, paths);
      const chunks = await database.rows(
        `select path_in_schema as name, stats_min_value as low, bloom_filter_offset is not null as filtered
         from parquet_metadata(${quotedString(`${database.directory}/joined.parquet`)}) order by row_group_id`,
        z.object({ name: z.string(), low: z.string().nullable(), filtered: z.boolean() }),
      );
      const chunksOf = (name: string) => chunks.filter((chunk) => chunk.name === name);

      expect(chunksOf('i').map(({ low }) => Number(low))).toEqual([0, 1, 2, 3, 4, 5].map((group) => group * 2048));
      expect(chunksOf('text').map(({ filtered }) => filtered)).toEqual(Array(6).fill(true));
      const found = await database.rows(
        `select i::integer as i from ${joined} where text = 'customer 7' and i > 12150 order by i`,
        z.object({ i: z.number() }),
      );
      expect(found).toEqual([{ i: 12157 }, { i: 12207 }, { i: 12257 }]);
    }));

  it('gives a single file its own bytes but for the footer', () =>
    withDatabase(async (database) => {
      const path = `${database.directory}/one.parquet`;
      await database.run(`copy (${rowsSql(0, 3000)}) to ${quotedString(path)} (format parquet)`);
      await join(database, [path]);

      const [own, joined] = await Promise.all([stat(path), stat(`${database.directory}/joined.parquet`)]);
      expect(Math.abs(own.size - joined.size)).toBeLessThan(20);
    }));

  it('refuses files of another schema, other files and no files', () =>
    withDatabase(async (database) => {
      const [one, other, text] = ['one', 'other', 'text'].map((name) => `${database.directory}/${name}.parquet`);
      await database.run(`copy (select 1 as i) to ${quotedString(String(one))} (format parquet)`);
      await database.run(`copy (select '1' as i) to ${quotedString(String(other))} (format parquet)`);
      await writeFile(String(text), 'i\n1\n2\n3\n4\n');

      await expect(join(database, [String(one), String(other)])).rejects.toThrow('the same schema');
      await expect(join(database, [String(text)])).rejects.toThrow('expected a Parquet file');
      await expect(join(database, [])).rejects.toThrow('at least one');
    }));
});
