import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Modes of what only its owner may read. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_DIRECTORY = 0o700;

/** Buffer size for file I/O: fewer system calls than with the default of 64 KB. */
export const READ_BUFFER_BYTES = 1024 * 1024;

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes((error as NodeJS.ErrnoException).code ?? '');

/** Moves a file, replacing another; creates the directories on the way. Both are on the same file system. */
export function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    mkdirSync(dirname(to), { recursive: true, mode: PRIVATE_DIRECTORY });
    renameSync(from, to);
  }
}

/**
 * Writes a text file that only its owner may read, whole or not at all.
 * @param scratch an existing directory for the file in the making, on the same file system
 */
export function writePrivateFile(file: string, text: string, scratch = dirname(file)): void {
  const partial = join(scratch, `${basename(file)}.${randomUUID()}`);
  writeFileSync(partial, text, { mode: PRIVATE_FILE, flag: 'wx', flush: true });
  renameSync(partial, file);
}

/** Deletes files, and the directories below `root` that are then empty. */
export function removeFiles(files: readonly string[], root: string): void {
  for (const file of files) ignoring(['ENOENT'], () => unlinkSync(file));
  for (const lowest of new Set(files.map((file) => dirname(file)))) {
    ignoring(['ENOTEMPTY', 'EEXIST', 'ENOENT'], () => {
      for (let directory = lowest; directory !== root; directory = dirname(directory)) rmdirSync(directory);
    });
  }
}

function ignoring(codes: readonly string[], work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!hasCode(error, ...codes)) throw error;
  }
}

/** Renames a file. @returns false if the two are on different file systems */
export async function tryRename(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EXDEV')) return false;
    throw error;
  }
}

/** Makes a hard link to a file; copies it to another file system, or where there are no hard links. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!hasCode(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK')) throw error;
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}
