import { existsSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quotedString } from '../../domain/sql/quoting.ts';

export interface InstanceSettings {
  memoryMb: number;
  threads: number;
}

/** The database of a loan. */
const WORK = 'work';
/** Settings of an instance that work may change. */
const CHANGEABLE = ['partitioned_write_flush_threshold'];

/** Instances that nobody works with, by their settings: creating one takes longer than most statements of a small stage. */
const idle = new Map<string, DuckDBInstance[]>();

/**
 * Lends an instance of DuckDB, with an empty database in memory to each piece of work. An instance whose work failed or
 * spilled to disk is not lent again.
 * @param spillDirectory where it spills to
 * @param work is given what opens a connection to the database; has to close all of them
 */
export async function withInstance<Result>(
  settings: InstanceSettings,
  spillDirectory: string,
  work: (connect: () => Promise<DuckDBConnection>) => Promise<Result>,
): Promise<Result> {
  const key = JSON.stringify(settings);
  const instance = idle.get(key)?.pop() ?? (await create(settings));
  let isReusable = false;
  try {
    await onConnection(instance, [
      `set temp_directory = ${quotedString(spillDirectory)}`,
      `set threads = ${settings.threads}`,
      'set preserve_insertion_order = false',
      ...CHANGEABLE.map((name) => `reset ${name}`),
      `attach ':memory:' as ${WORK}`,
    ]);
    const result = await work(async () => {
      const connection = await instance.connect();
      await connection.run(`use ${WORK}`);
      return connection;
    });
    isReusable = !existsSync(spillDirectory) && (await isCleared(instance));
    return result;
  } finally {
    if (isReusable) idle.set(key, [...(idle.get(key) ?? []), instance]);
    else instance.closeSync();
  }
}

const create = ({ memoryMb, threads }: InstanceSettings) =>
  DuckDBInstance.create(':memory:', { memory_limit: `${memoryMb}MB`, threads: String(threads) });

const isCleared = (instance: DuckDBInstance): Promise<boolean> =>
  onConnection(instance, [`detach ${WORK}`]).then(
    () => true,
    () => false,
  );

async function onConnection(instance: DuckDBInstance, statements: readonly string[]): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run(statements.join('; '));
  } finally {
    connection.closeSync();
  }
}
