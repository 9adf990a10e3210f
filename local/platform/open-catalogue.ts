import { type BigIntStats, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { PRIVATE_DIRECTORY, removeFiles } from './file-system.ts';
import { md5OfFile } from './md5.ts';
import { type CatalogueEntry, hasCatalogue, type ObjectCatalogue, objectCatalogue } from './object-catalogue.ts';
import { requireWhole } from './whole-file.ts';

/** Where the files of objects are, and where they are made. */
export interface ObjectPlaces {
  /** A directory for each bucket. */
  directory: string;
  /** For files in the making, on the same file system as `directory`. */
  scratch: string;
}

/**
 * Opens the catalogue and makes it agree with the files, after whatever ended the process before: empties the scratch directory,
 * deletes files that no object has yet, and enters those that have changed.
 * @throws {Error} before any change, when files of objects are missing or damaged, or the catalogue is missing
 */
export function openCatalogue(
  { directory, scratch }: ObjectPlaces,
  database: DatabaseSync,
  now: () => Date,
): ObjectCatalogue {
  for (const path of [directory, scratch]) mkdirSync(path, { recursive: true, mode: PRIVATE_DIRECTORY });
  const files = filesBelow(directory);
  if (files.size > 0 && !hasCatalogue(database))
    throw new Error(`${database.location()} does not know the files in ${directory}: restore both from one backup`);
  const catalogue = objectCatalogue(database, now);
  const entries = catalogue.all();
  requireFiles(directory, entries, files);

  const changed = entries.filter(({ path, stamp }) => files.get(path) !== stamp);
  for (const { path, contentType } of changed) requireWhole(join(directory, path), contentType);
  for (const name of readdirSync(scratch)) rmSync(join(scratch, name), { recursive: true, force: true });
  catalogue.correct(changed.map((entry) => currentEntry(entry, join(directory, entry.path), catalogue.nextTime)));
  for (const { path } of entries) files.delete(path);
  removeFiles(
    [...files.keys()].map((path) => join(directory, path)),
    directory,
  );
  return catalogue;
}

function requireFiles(directory: string, entries: readonly CatalogueEntry[], files: ReadonlyMap<string, string>): void {
  const [first, ...more] = entries.filter(({ path }) => !files.has(path));
  if (!first) return;
  const missing = join(directory, first.path) + (more.length > 0 ? ` and ${more.length} more` : '');
  throw new Error(`Missing ${missing}: restore the data directory from a backup`);
}

/** Path → stamp. */
function filesBelow(directory: string): Map<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(directory, file), fileStamp(lstatSync(file, { bigint: true }))];
    }),
  );
}

/** Identifies the content of a file that is only ever replaced. */
export const fileStamp = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino} ${size} ${mtimeNs}`;

/** An entry as its file is now, which something else than the catalogue's process has changed. */
export function currentEntry(entry: CatalogueEntry, file: string, nextTime: () => string): CatalogueEntry {
  const stats = lstatSync(file, { bigint: true });
  const etag = md5OfFile(file);
  const lastModified = etag === entry.etag ? entry.lastModified : nextTime();
  return { ...entry, etag, bytes: Number(stats.size), lastModified, stamp: fileStamp(stats) };
}
