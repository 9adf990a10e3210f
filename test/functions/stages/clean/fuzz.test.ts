import { readdirSync, readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defaultLimits } from '../../../../functions/stages/clean/reading/limits.ts';
import { readTextFile } from '../../../../functions/stages/clean/text-file.ts';
import { readTextTable } from '../../../../functions/stages/clean/text-table.ts';
import { type Database, duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { InputError } from '../../../../shared/errors.ts';
import { cases } from '../../../thoroughness.ts';
import { cleanUpload, expectEveryRowAccountedFor } from './clean-upload.ts';
import { type Mutation, mutated, mutation } from './mutations.ts';

/** Number of files of the two tests below; set FUZZ_SEED to try the same again. */
const [TABLES, UPLOADS] = [cases(340), cases(60)];
const seed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED);
const PER_DATABASE = 100;
const RAW_LENGTH = 10_000;

const columns = ['order', 'customer', 'date', 'amount', 'note'] as const;
const notes = ['x', 'tea, green', 'he said "yes"', 'two\nlines', '茶', "it's", '', 'a;b|c\td', '=1+1'];

/** A file of orders, each with a recognisable key such as `k7k`. */
const table = fc
  .record({
    rows: fc.array(fc.constantFrom(...notes), { minLength: 1, maxLength: 12 }),
    order: fc.shuffledSubarray([...columns], { minLength: columns.length }),
    delimiter: fc.constantFrom(',', ';', '\t', '|', '^'),
    quotes: fc.constantFrom('always', 'where needed'),
    ends: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 3 }),
    header: fc.boolean(),
    encoding: fc.constantFrom('utf8' as const, 'utf8' as const, 'utf8' as const, 'utf16le' as const, 'latin1' as const),
  })
  .map(({ rows, order, delimiter, quotes, ends, header, encoding }) => {
    const row = (note: string, index: number) => ({
      order: `k${index}k`,
      customer: `c${index % 3}`,
      date: '2026-07-01',
      amount: `${index}.50`,
      note,
    });
    const written = (text: string) =>
      quotes === 'always' || /["\n\r]/.test(text) || text.includes(delimiter)
        ? `"${text.replaceAll('"', '""')}"`
        : text;
    const names = Object.fromEntries(columns.map((name) => [name, name])) as ReturnType<typeof row>;
    const lines = [...(header ? [names] : []), ...rows.map(row)].map((values, index) => {
      const end = ends[index % ends.length] ?? '\n';
      return order.map((name) => written(values[name])).join(delimiter) + end;
    });
    return Buffer.from((encoding === 'utf16le' ? '\uFEFF' : '') + lines.join(''), encoding);
  });

const keysIn = (text: string) => (text.match(/k\d+k/g) ?? []).toSorted();

/** The text of a file's table, and its report; undefined for a file without a table. */
async function readTable(database: Database, content: Buffer) {
  const path = join(database.directory, 'upload');
  await writeFile(path, content);
  try {
    const file = await readTextFile(path, {}, { ...defaultLimits, lineBytes: 30_000 });
    const read = await readTextTable(database, file);
    const text = z.object({ text: z.string() });
    const lines = await database.rows(
      'select to_json(l)::varchar as text from (select * exclude (row_hash) from lines) l',
      text,
    );
    const [numbers] = await database.rows(
      `select count(distinct row_number)::integer as numbers, coalesce(max(row_number), 0)::integer as last,
         (select count(*) from (
           (select row_hash, count(*) as times from numbers group by all) except (select row_hash, count(*) as times from lines group by all)
         ))::integer as strange
       from numbers`,
      z.object({ numbers: z.number(), last: z.number(), strange: z.number() }),
    );
    return { file, read, lines: lines.map((line) => line.text), numbers };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  } finally {
    for (const view of ['lines', 'numbers']) await database.run(`drop view if exists ${view}`);
    for (const name of ['first_rows', 'sampled', 'malformed_before', 'reject_errors', 'reject_scans']) {
      await database.run(`drop table if exists ${name}`);
    }
    for (const name of await readdir(database.directory)) {
      if (name.startsWith('upload')) await rm(join(database.directory, name));
    }
  }
}

async function expectNothingLost(database: Database, content: Buffer): Promise<void> {
  const found = await readTable(database, content);
  if (!found) return;
  const { file, read, lines, numbers } = found;
  expect(read.rows, 'rows').toBe(lines.length + read.malformed.length);
  expect(numbers).toMatchObject({ numbers: lines.length, strange: 0 });
  const own = new Set(read.malformed.map(({ row_number }) => row_number));
  expect(own.size, 'numbers of malformed rows').toBe(read.malformed.length);
  expect(Math.max(numbers?.last ?? 0, ...own), 'last number').toBe(read.rows);

  const whole = new TextDecoder(file.encoding).decode(content);
  const shown = [...read.headers, ...lines, ...read.malformed.map(({ raw }) => raw)].join('\n');
  // There may be titles above the table.
  const titles = file.skippedLines > 0 ? whole.slice(0, whole.search(keysIn(shown)[0] ?? /$/)) : '';
  // Quarantine keeps the first 10,000 characters of a line.
  const long = whole.split(/[\r\n]/).filter((line) => line.length >= RAW_LENGTH);
  const isFound = (key: string) => [shown, titles, ...long].some((text) => text.includes(key));
  const missing = keysIn(whole).filter((key) => !isFound(key));
  expect(missing, 'keys of rows that nothing says anything of').toEqual([]);
}

const changes = fc.array(mutation, { minLength: 1, maxLength: 4 });
const corrupt = (file: Buffer, how: readonly Mutation[]) => how.reduce(mutated, file);

it(`loses no row of ${TABLES} corrupted tables, or rejects them`, { timeout: 1_800_000 }, async () => {
  for (let done = 0; done < TABLES; done += PER_DATABASE) {
    await duckdb(200)(async (database) => {
      await database.run('set threads = 1');
      await fc.assert(
        fc.asyncProperty(table, changes, (file, how) => expectNothingLost(database, corrupt(file, how))),
        { numRuns: Math.min(PER_DATABASE, TABLES - done), ...(seed !== undefined && { seed: seed + done }) },
      );
    });
  }
});

const folder = join(import.meta.dirname, '../../../fixtures/exports');
const names = readdirSync(folder).filter((name) => !/\.expected\.json$|\.py$/.test(name));
const policy = {
  reading: { orders: { columns: ['store', 'date', 'time', 'member card no', 'sku', 'quantity', 'amount'] } },
};

it(`accounts for every row of ${UPLOADS} corrupted exports of any format, packed or not, or rejects them`, {
  timeout: 1_800_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.boolean(), changes, async (name, isPacked, how) => {
      const whole = readFileSync(join(folder, name));
      const content = corrupt(isPacked ? gzipSync(whole) : whole, how);
      const hasHeader = !name.includes('no-header');
      const given = hasHeader ? {} : { policy, key: `inbox/orders/${basename(name)}` };
      const outcome = await cleanUpload(content, given);
      if (outcome.report.status === 'cleaned') expectEveryRowAccountedFor(outcome, outcome.report);
    }),
    { numRuns: UPLOADS, ...(seed !== undefined && { seed }) },
  );
});
