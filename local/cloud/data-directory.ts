import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommandError } from '../command-error.ts';

/** Where each part of the embedded cloud keeps its state. */
export interface DataDirectory {
  root: string;
  objects: string;
  tables: string;
  keys: string;
  events: string;
  secret: string;
  sample: string;
  release(): void;
}

/**
 * Takes a data directory for this process alone. The lock is the operating system's, by way of SQLite, so it is gone
 * when the process is, however it ends.
 * @throws {CommandError} when another process has it
 */
export async function claimDataDirectory(root: string): Promise<DataDirectory> {
  await mkdir(root, { recursive: true });
  const lock = new DatabaseSync(join(root, 'in-use'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new CommandError(`${root} is in use by another process: end that one, or take another --data-dir`, { cause });
  }
  return {
    root,
    objects: join(root, 'objects'),
    tables: join(root, 'tables'),
    keys: join(root, 'keys'),
    events: join(root, 'events.jsonl'),
    secret: join(root, 'id-key'),
    sample: join(root, 'sample'),
    release: () => lock.close(),
  };
}
