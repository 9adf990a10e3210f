import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, type DuckDBVector } from '@duckdb/node-api';
import type { z } from 'zod';
import { onInvocationEnd, requireInvocation } from '../invocation/deadline.ts';
import { withInstance } from './duckdb-instance.ts';
import { inlineValues, type Parameters } from './inlined-values.ts';
import { withScratchDirectory } from './scratch.ts';

export type { Parameters } from './inlined-values.ts';

/** What a thread of DuckDB needs at least (its guide to environments). */
const THREAD_MEMORY_MB = 125;

/** Rows to a group of a Parquet file of wide rows, of which every thread that writes holds one. */
export const WIDE_ROW_GROUP = 20_480;

/** A query that others are made of, with what is bound in it. */
export interface Query {
  sql: string;
  parameters?: Parameters;
}

export interface Database {
  /** A directory of this database's own for files on their way in and out; gone when it closes. */
  readonly directory: string;
  /** Runs one statement, with values as named parameters (`$as_of`). */
  run(sql: string, parameters?: Parameters): Promise<void>;
  /** Runs one query and checks every row against a schema. For few rows: counts, models, samples. */
  rows<Row>(sql: string, schema: z.ZodType<Row>, parameters?: Parameters): Promise<Row[]>;
  /** The rows of one query, a chunk at a time, for results that must not be held whole. */
  chunks(sql: string, parameters?: Parameters): AsyncGenerator<Record<string, unknown>[]>;
  /** The columns of one query of numbers, none of them null, a chunk of rows at a time: many more a second than by {@link chunks}. */
  numbers(sql: string, parameters?: Parameters): AsyncGenerator<Float64Array[]>;
  /** Creates a table of DOUBLE columns from chunks of them, also from {@link Database.numbers}. */
  fill(table: string, columns: readonly string[], chunks: AsyncIterable<readonly Float64Array[]>): Promise<void>;
  /** From here on no more threads work on a statement than there is so much memory for each. */
  limitThreads(threadMemoryMb: number): Promise<void>;
}

export type WithDatabase = <Result>(work: (database: Database) => Promise<Result>) => Promise<Result>;

/**
 * Makes the function that lends a fresh in-memory DuckDB to a stage: it keeps to `memoryMb`, spills to its own
 * directory below the system's temporary one, and is cleared away whatever happens.
 * @param threads how many work on a statement; by default all processors that the memory is enough for. Of two, one turns round and
 *   round while the other has the only piece of work, so that a stage whose rows all fit into one piece is better off with one
 */
export function duckdb(
  memoryMb: number,
  { threads = threadsWithin(memoryMb) }: { threads?: number } = {},
): WithDatabase {
  return (work) =>
    withScratchDirectory((directory) =>
      withInstance({ memoryMb, threads }, join(directory, 'spill'), async (connect) => {
        const connection = await connect();
        const keepRunning = onInvocationEnd(() => connection.interrupt());
        try {
          return await work(databaseOn(connection, { connect, directory, memoryMb, threads }));
        } finally {
          keepRunning();
          connection.closeSync();
        }
      }),
    );
}

interface Surroundings {
  connect: () => Promise<DuckDBConnection>;
  directory: string;
  memoryMb: number;
  threads: number;
}

function databaseOn(connection: DuckDBConnection, { connect, directory, memoryMb, threads }: Surroundings): Database {
  return {
    directory,
    run: async (sql, parameters) => {
      await connection.run(inlineValues(sql, parameters)).catch(withoutStatement);
    },
    rows: async (sql, schema, parameters) => {
      const reader = await connection.runAndReadAll(inlineValues(sql, parameters)).catch(withoutStatement);
      return schema.array().parse(reader.getRowObjectsJson());
    },
    async *chunks(sql, parameters) {
      const result = await connection.stream(inlineValues(sql, parameters)).catch(withoutStatement);
      yield* result.yieldRowObjectJson();
      // An interrupted result ends as a whole one does.
      requireInvocation();
    },
    async *numbers(sql, parameters) {
      const result = await connection.stream(inlineValues(sql, parameters)).catch(withoutStatement);
      for await (const chunk of result) {
        yield Array.from({ length: chunk.columnCount }, (_, column) => toFloat64Array(chunk.getColumnVector(column)));
      }
      requireInvocation();
    },
    fill: async (table, columns, chunks) => {
      // On a connection of its own, since another statement would end a result that is being read.
      const filling = await connect();
      try {
        await filling.run(`create table ${table} (${columns.map((column) => `${column} double`).join(', ')})`);
        const appender = await filling.createAppender(table);
        for await (const chunk of chunks) appender.appendDataChunk(toDataChunk(chunk));
        appender.closeSync();
      } finally {
        filling.closeSync();
      }
    },
    limitThreads: async (threadMemoryMb) => {
      const each = Math.max(THREAD_MEMORY_MB, threadMemoryMb);
      await connection.run(`set threads = ${threadsWithin(memoryMb, threads, each)}`);
    },
  };
}

/** DuckDB shows the part of a statement that it fails at: values of customers may stand in it. */
function withoutStatement({ message }: Error): never {
  throw new Error(message.replace(/\n+LINE \d+:[\s\S]*$/, ''));
}

/** What a function that works on one bucket knows of its machine. */
interface BucketConfig {
  DUCKDB_MEMORY_MB: number;
  BUCKET_MEMORY_MB?: number | undefined;
  BUCKETS_AT_ONCE: number;
}

/** As {@link duckdb}, with a bucket's part of memory and processors where several are worked on at a time on this machine. */
export function duckdbOfBucket(
  { BUCKETS_AT_ONCE, DUCKDB_MEMORY_MB, BUCKET_MEMORY_MB = DUCKDB_MEMORY_MB }: BucketConfig,
  { threads = availableParallelism() }: { threads?: number } = {},
): WithDatabase {
  const share = Math.max(1, Math.floor(threads / BUCKETS_AT_ONCE));
  return duckdb(BUCKET_MEMORY_MB, { threads: Math.min(share, threadsWithin(BUCKET_MEMORY_MB)) });
}

/** As many threads as there are processors and the memory is enough for; with more, statements over many rows run out of it. */
export const threadsWithin = (
  memoryMb: number,
  processors = availableParallelism(),
  threadMemoryMb = THREAD_MEMORY_MB,
) => Math.max(1, Math.min(processors, Math.floor(memoryMb / threadMemoryMb)));

/** @throws {TypeError} where there is something else */
function toFloat64Array(column: DuckDBVector): Float64Array {
  const numbers = new Float64Array(column.itemCount);
  for (let row = 0; row < numbers.length; row++) {
    const value = column.getItem(row);
    if (typeof value !== 'number')
      throw new TypeError(`expected numbers, got ${value === null ? 'null' : typeof value}`);
    numbers[row] = value;
  }
  return numbers;
}

function toDataChunk(columns: readonly Float64Array[]): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(columns.map(() => DOUBLE));
  // It reads them by their places, as it would a list.
  chunk.setColumns(columns as unknown as number[][]);
  return chunk;
}
