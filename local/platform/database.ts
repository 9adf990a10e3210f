import { DatabaseSync } from 'node:sqlite';

/** How long a writer waits for another process, e.g. a backup, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;
/** An item with its history of values fits in one page; with the default of 4 KB, many would take two. */
const PAGE_BYTES = 8192;
/** With the default of 2 MB, the keys of a hundred thousand items would be read from the file again and again. */
const CACHE_KB = 16_384;

/**
 * Opens the SQLite file of a data directory. Deleted values are overwritten with zeros where they stood; `purge` removes
 * the copies.
 * @param file is created if it does not exist
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  // The page size of a new file has to be set first.
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA cache_size = -${CACHE_KB}`);
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
    // SQLite has rolled back by itself after some errors, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Removes every trace of deleted values from the file and its write-ahead log: whoever erases a person calls it afterwards.
 * Rewrites the whole file, because `secure_delete` leaves copies in the unused parts of pages that SQLite has split or
 * merged, and takes up to twice the file's size of disk space meanwhile.
 * @throws {Error} when another process still reads an earlier state of the file
 */
export function purge(database: DatabaseSync): void {
  database.exec('VACUUM');
  const result = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  if (result?.busy !== 0) throw new Error('Another process reads the database, so its log still has deleted values');
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
