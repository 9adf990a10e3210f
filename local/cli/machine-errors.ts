import { CommandError } from '../command-error.ts';

/** Codes of Node and SQLite by what the user has to do. */
const NO_SPACE = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];
const TOO_LARGE = ['EFBIG'];
const READ_ONLY = ['EROFS', 'SQLITE_READONLY'];
const NO_RIGHTS = ['EACCES', 'EPERM', 'SQLITE_CANTOPEN'];
const NO_DIRECTORY = ['ENOTDIR', 'EEXIST'];
const TOO_MANY_FILES = ['EMFILE', 'ENFILE'];
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];
const UNRELIABLE = ['EIO', 'SQLITE_IOERR'];

/** @see https://www.sqlite.org/rescode.html */
const sqliteCodes: Record<number, string> = {
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

/** DuckDB reports errors of the system as text. */
const systemTexts = [
  [/No space left on device|Disk quota exceeded/i, 'ENOSPC'],
  [/File too large/i, 'EFBIG'],
  [/Read-only file system/i, 'EROFS'],
  [/Permission denied/i, 'EACCES'],
  [/Too many open files/i, 'EMFILE'],
  [/Input\/output error/i, 'EIO'],
] as const;

/**
 * Explains an error that the machine caused, such as a full disk, in one sentence that names the place and what to do.
 * @param dataDir the place of errors that name none
 * @returns undefined for any other error
 */
export function explainMachineError(error: unknown, dataDir: string): string | undefined {
  if (!(error instanceof Error) || error instanceof CommandError) return undefined;
  const { path = dataDir, code, syscall } = error as NodeJS.ErrnoException;
  // Nothing can be created in /proc, for example.
  if (code === 'ENOENT' && syscall === 'mkdir') return `${path} cannot be created: choose another directory`;
  return explain(codeOf(error), path, dataDir) ?? explainMachineError(error.cause, dataDir);
}

function explain(code: string | undefined, path: string, dataDir: string): string | undefined {
  const is = (codes: readonly string[]) => code !== undefined && codes.includes(code);
  if (is(NO_SPACE)) return `The disk of ${path} is full: free some space and run the command again`;
  if (is(TOO_LARGE))
    return `A file in ${dataDir} may not grow further: raise the limit of file sizes and run the command again`;
  if (is(READ_ONLY)) return `${path} is on a read-only file system: make it writable, or choose another directory`;
  if (is(NO_RIGHTS))
    return `${path} may not be used: give this user the right to read and write it, or choose another directory`;
  if (is(NO_DIRECTORY)) return `${path} is a file or lies below one: choose another directory`;
  if (is(TOO_MANY_FILES))
    return `${path} cannot be opened, too many files are open: raise the limit (ulimit -n) and run the command again`;
  if (is(DAMAGED)) return `${dataDir}/strata.db is damaged: restore the data directory from a backup`;
  if (is(UNRELIABLE))
    return `${path} cannot be read or written: check the disk and its limits, and run the command again`;
  return undefined;
}

function codeOf(error: Error): string | undefined {
  const { code, errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  // The low byte is the primary result code.
  if (errcode !== undefined) return sqliteCodes[errcode & 0xff];
  return systemTexts.find(([text]) => text.test(error.message))?.[1] ?? code;
}

/** An error that the machine caused, such as a full disk, explained for the user. */
export class MachineError extends Error {
  override name = 'MachineError';
}

/** What to print of an error: one sentence. */
export const errorText = (error: unknown, dataDir: string): string =>
  explainMachineError(error, dataDir) ?? (error as Error).message;

/** Remembers the first error of the functions that the machine caused: a run reports only what its last state failed with. */
export interface MachineErrors {
  observe(error: Error): void;
  first(): MachineError | undefined;
}

export function machineErrors(dataDir: string): MachineErrors {
  let first: MachineError | undefined;
  return {
    observe(error) {
      const sentence = explainMachineError(error, dataDir);
      if (sentence !== undefined) first ??= new MachineError(sentence, { cause: error });
    },
    first: () => first,
  };
}
