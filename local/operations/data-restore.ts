import { chmodSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommandError } from '../command-error.ts';
import { dataPaths, requireFormat } from '../platform/data-directory.ts';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../platform/file-system.ts';
import { md5OfFile } from '../platform/md5.ts';
import { objectCatalogue } from '../platform/object-catalogue.ts';
import { fileStamp } from '../platform/open-catalogue.ts';
import { extractArchive, isArchive } from './archive.ts';

/** What an empty data directory may have: the root of a file system has the first. */
const ignored = new Set(['lost+found']);

/**
 * Restores a data directory from a backup, after checking that every object is whole.
 * @param from what `backUp` has written
 * @param root is created; or a directory that is empty
 * @throws {CommandError} when it is not empty, or the backup does not exist or is damaged
 */
export async function restore(from: string, root: string): Promise<{ objects: number }> {
  const source = resolve(from);
  if (!existsSync(source)) throw new CommandError(`${from} does not exist`);
  await mkdir(root, { recursive: true, mode: PRIVATE_DIRECTORY });
  if ((await readdir(root)).some((name) => !ignored.has(name)))
    throw new CommandError(`${root} is not empty: choose another --data-dir, or move what is there`);

  // The next start would remove it, so that half a restore is never taken for data.
  const staging = join(root, 'tmp', 'restore');
  await mkdir(staging, { recursive: true, mode: PRIVATE_DIRECTORY });
  try {
    if (isArchive(source)) await extractArchive(source, staging).catch((cause) => rejectDamaged(from, cause));
    else if ((await stat(source)).isDirectory())
      await cp(source, staging, { recursive: true, preserveTimestamps: true });
    else throw new CommandError(`${from} is neither a directory nor a .tar or .tar.gz`);
    await requireFormat(staging);
    makePrivate(staging);
    const objects = checkObjects(from, staging);
    // The format comes last: a directory without it is not taken for data.
    const names = (await readdir(staging)).toSorted(
      (a, b) => Number(a === 'format.json') - Number(b === 'format.json'),
    );
    for (const name of names) await rename(join(staging, name), join(root, name));
    return { objects };
  } finally {
    await rm(join(root, 'tmp'), { recursive: true, force: true });
  }
}

function rejectDamaged(from: string, cause: unknown): never {
  throw new CommandError(`${from} is damaged: ${(cause as Error).message}`, { cause });
}

function makePrivate(directory: string): void {
  chmodSync(directory, PRIVATE_DIRECTORY);
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? PRIVATE_DIRECTORY : PRIVATE_FILE);
}

/** Compares every object with its digest in the catalogue, and enters the new files there. @returns how many there are */
function checkObjects(from: string, staging: string): number {
  const { database: file, objects } = dataPaths(staging);
  if (!existsSync(file)) throw new CommandError(`${from} is damaged: it has no database`);
  const database = new DatabaseSync(file);
  try {
    const check = database.prepare('PRAGMA quick_check').get()?.quick_check;
    if (check !== 'ok') throw new CommandError(`${from} is damaged: ${check}`);
    const catalogue = objectCatalogue(database, () => new Date());
    const entries = catalogue.all().map((entry) => {
      const object = join(objects, entry.path);
      if (!existsSync(object) || md5OfFile(object) !== entry.etag)
        throw new CommandError(`${from} is damaged: ${entry.path} is missing or has changed`);
      return { ...entry, stamp: fileStamp(lstatSync(object, { bigint: true })) };
    });
    catalogue.correct(entries);
    return entries.length;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    return rejectDamaged(from, error);
  } finally {
    database.close();
  }
}
