import { DatabaseSync } from 'node:sqlite';

/** How long a writer waits for another process, e.g. a backup, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens the SQLite file of a data directory. Deleted values are overwritten with zeros, so that an erasure leaves nothing in
 * the file.
 * @param file is created if it does not exist
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON');
  return database;
}

/** Runs work in one transaction; nothing of it is kept if it throws. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** As {@link inTransaction}; its result survives a power failure. */
export function inDurableTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('PRAGMA synchronous = FULL');
  try {
    return inTransaction(database, work);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}
