import { existsSync, rmSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommandError } from '../command-error.ts';
import { PRIVATE_DIRECTORY, writePrivateFile } from './file-system.ts';

/** Raised whenever a directory of an earlier format can no longer be read. */
const FORMAT = 2;
const FORMAT_FILE = 'format.json';
/** @see https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;

/** The paths in a data directory, claimed or not. */
export const dataPaths = (root: string) => ({
  root,
  format: join(root, FORMAT_FILE),
  database: join(root, 'strata.db'),
  objects: join(root, 'objects'),
  events: join(root, 'events.jsonl'),
  idKey: join(root, 'id-key'),
  keys: join(root, 'keys'),
  temporary: join(root, 'tmp'),
  sample: join(root, 'sample'),
});

/** A data directory that this process has claimed. */
export interface DataDirectory {
  root: string;
  /** SQLite file of the table and of the catalogue of objects. */
  database: string;
  objects: string;
  events: string;
  idKey: string;
  /** Keys and client of the API. */
  keys: string;
  /** Temporary files, which may hold personal data; empty between runs. */
  temporary: string;
  /** The sample export. */
  sample: string;
  /** Frees the directory for other processes. */
  release(): void;
}

/**
 * Claims a data directory for this process, and removes temporary files that a killed process left behind. The claim is a
 * lock of the operating system (through SQLite), so it ends with the process.
 * @throws {CommandError} when another process holds it, or its format is not this version's
 */
export async function claimDataDirectory(root: string): Promise<DataDirectory> {
  await createDirectory(root);
  await checkFormat(root);
  await chmod(root, PRIVATE_DIRECTORY);
  const lock = takeLock(root);
  try {
    const { format, ...paths } = dataPaths(root);
    const { temporary } = paths;
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { mode: PRIVATE_DIRECTORY });
    const removeTemporary = () => rmSync(temporary, { recursive: true, force: true });
    process.once('exit', removeTemporary);
    return {
      ...paths,
      release() {
        process.off('exit', removeTemporary);
        removeTemporary();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Node's recursive `mkdir` never ends where a file system takes no directories, as in /proc. */
async function createDirectory(path: string): Promise<void> {
  if (existsSync(path)) return;
  await createDirectory(dirname(path));
  await mkdir(path, { mode: PRIVATE_DIRECTORY });
}

function takeLock(root: string): DatabaseSync {
  const lock = new DatabaseSync(join(root, 'in-use'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY) throw cause;
    throw new CommandError(`${root} is in use by another process: stop that process, or choose another --data-dir`, {
      cause,
    });
  }
}

/** Writes the format into an empty directory; a directory with other content must have it. */
async function checkFormat(root: string): Promise<void> {
  const file = join(root, FORMAT_FILE);
  if (!existsSync(file)) {
    const found = (await readdir(root)).filter((name) => name !== 'in-use');
    if (found.includes('tables') || found.includes('objects')) throw unreadable(root, 'an earlier version of Strata');
    return writePrivateFile(file, `${JSON.stringify({ format: FORMAT })}\n`);
  }
  await requireFormat(root);
}

/** @throws {CommandError} when a directory has no data, or data that this version cannot read */
export async function requireFormat(root: string): Promise<void> {
  const file = join(root, FORMAT_FILE);
  if (!existsSync(file)) throw new CommandError(`There is no data in ${root}`);
  const { format } = await readFormat(file);
  if (format !== FORMAT) throw unreadable(root, `another version of Strata (format ${format})`);
}

async function readFormat(file: string): Promise<{ format?: unknown }> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) ?? {};
  } catch (cause) {
    throw new CommandError(`${file} is damaged: restore the data directory from a backup`, { cause });
  }
}

const unreadable = (root: string, writer: string) =>
  new CommandError(
    `${root} was written by ${writer}, whose data this version cannot read: choose another --data-dir and give your exports again, or run the version that wrote it`,
  );
