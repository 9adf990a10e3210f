import { existsSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quotedString } from '../../domain/sql/quoting.ts';

export interface InstanceSettings {
  memoryMb: number;
  threads: number;
}

/** Name of the in-memory database that is attached for one piece of work. */
const WORK = 'work';
/** Instance settings that work may change. */
const CHANGEABLE = ['partitioned_write_flush_threshold'];

/** Idle instances by settings. They are reused because creating one takes longer than most statements of a small stage. */
const idle = new Map<string, DuckDBInstance[]>();

/**
 * Provides a DuckDB instance with an empty in-memory database. Instances are reused unless the work failed or spilled to
 * disk.
 * @param spillDirectory directory for spill files
 * @param work receives a function that opens connections; must close all of them
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
  DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
    // It recognises a file by path, size and time: one that is written again within the clock's tick would be read as it was.
    enable_external_file_cache: 'false',
  });

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
