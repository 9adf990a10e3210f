import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  rmSync,
} from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { CommandError } from '../command-error.ts';
import { dataPaths, requireFormat } from '../platform/data-directory.ts';
import { inTransaction } from '../platform/database.ts';
import { hasCode, linkOrCopy, PRIVATE_DIRECTORY, PRIVATE_FILE, tryRename } from '../platform/file-system.ts';
import { type CatalogueEntry, hasCatalogue, objectCatalogue } from '../platform/object-catalogue.ts';
import { currentEntry, fileStamp } from '../platform/open-catalogue.ts';
import { isArchive, writeArchive } from './archive.ts';

/** How long the backup waits for a writer, in milliseconds. */
const BUSY_TIMEOUT_MS = 30_000;
const now = () => new Date();
/** All pages in one step. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies a data directory as it is at one moment, also while another process serves it and runs: whatever that process does
 * afterwards is not in the copy. Writers wait for some milliseconds.
 *
 * Files of objects are never changed in place, so hard links to them keep their content. They are linked first without holding
 * anybody up; then, while nobody writes, the rest is linked and a read of the database begins, from which the database is
 * copied.
 * @param to a directory or an archive, `….tar` or `….tar.gz`, that does not exist yet
 * @throws {CommandError} when there is no data, or the target exists or is in the data directory
 */
export async function backUp(root: string, to: string): Promise<{ objects: number; bytes: number }> {
  await requireFormat(root);
  const target = resolve(to);
  if (existsSync(target)) throw new CommandError(`${target} exists already: choose another name`);
  if (`${target}${sep}`.startsWith(`${resolve(root)}${sep}`))
    throw new CommandError(`${target} is in the data directory: choose another place`);

  const paths = dataPaths(resolve(root));
  // Whoever starts next removes what a killed backup has left there.
  const staging = join(paths.temporary, `backup-${randomUUID()}`);
  mkdirSync(join(staging, 'objects'), { recursive: true, mode: PRIVATE_DIRECTORY });
  try {
    const entries = await copyState(paths, staging);
    await deliver(staging, target);
    return { objects: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

type Paths = ReturnType<typeof dataPaths>;

async function copyState(paths: Paths, staging: string): Promise<CatalogueEntry[]> {
  const copies = dataPaths(staging);
  const writer = new DatabaseSync(paths.database, { timeout: BUSY_TIMEOUT_MS });
  const reader = new DatabaseSync(paths.database, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (!hasCatalogue(reader)) throw new CommandError(`There is nothing to back up in ${paths.root}`);
    const linked = objectLinks(paths.objects, copies.objects);
    const catalogue = objectCatalogue(reader, now);
    linked.linkAll(catalogue.all());

    const { entries, events } = inTransaction(writer, () => {
      reader.exec('BEGIN');
      const everything = catalogue.all();
      linked.linkAll(everything);
      return { entries: everything, events: openEvents(paths.events) };
    });
    copyKeys(paths, copies);
    if (events) await copyBeginning(events, copies.events);
    await backup(reader, copies.database, { rate: ALL_PAGES });
    reader.exec('COMMIT');
    chmodSync(copies.database, PRIVATE_FILE);
    correctCopy(copies, entries);
    return entries;
  } finally {
    reader.close();
    writer.close();
  }
}

/** Links files of objects into another directory, each again only if its object has another file than before. */
function objectLinks(from: string, to: string) {
  const linked = new Map<string, string>();

  function link({ path, stamp }: CatalogueEntry): void {
    if (linked.get(path) === stamp) return;
    const target = join(to, path);
    rmSync(target, { force: true });
    mkdirSync(dirname(target), { recursive: true, mode: PRIVATE_DIRECTORY });
    const file = join(from, path);
    const stampOf = () => fileStamp(lstatSync(file, { bigint: true }));
    const before = stampOf();
    linkOrCopy(file, target);
    // Another file may have come in its place meanwhile; then it is linked again.
    if (stampOf() === before) linked.set(path, before);
  }

  return {
    /** Passes over files that are gone, whose objects were deleted. */
    linkAll(entries: readonly CatalogueEntry[]): void {
      for (const entry of entries) {
        try {
          link(entry);
        } catch (error) {
          if (!hasCode(error, 'ENOENT')) throw error;
        }
      }
      const current = new Set(entries.map(({ path }) => path));
      for (const path of linked.keys()) {
        if (current.has(path)) continue;
        rmSync(join(to, path), { force: true });
        linked.delete(path);
      }
    },
  };
}

interface OpenFile {
  descriptor: number;
  bytes: number;
}

/** The events so far: the file is only appended to, or replaced. */
function openEvents(file: string): OpenFile | undefined {
  if (!existsSync(file) || lstatSync(file).size === 0) return undefined;
  const descriptor = openSync(file, 'r');
  return { descriptor, bytes: fstatSync(descriptor).size };
}

async function copyBeginning({ descriptor, bytes }: OpenFile, target: string): Promise<void> {
  const content = createReadStream('', { fd: descriptor, start: 0, end: bytes - 1 });
  await pipeline(content, createWriteStream(target, { mode: PRIVATE_FILE }));
}

function copyKeys(from: Paths, to: Paths): void {
  for (const name of ['format', 'idKey', 'keys'] as const)
    if (existsSync(from[name])) cpSync(from[name], to[name], { recursive: true });
}

/** Makes the copied catalogue agree with the copied files, which differ where a process was killed between the two. */
function correctCopy(copies: Paths, entries: readonly CatalogueEntry[]): void {
  const database = new DatabaseSync(copies.database);
  try {
    const catalogue = objectCatalogue(database, now);
    for (const { path } of entries)
      if (!existsSync(join(copies.objects, path)))
        throw new Error(`Missing ${path} among the objects: restore the data directory from an earlier backup`);
    const changed = entries.filter(
      ({ path, stamp }) => fileStamp(lstatSync(join(copies.objects, path), { bigint: true })) !== stamp,
    );
    catalogue.correct(
      changed.map((entry) => currentEntry(entry, join(copies.objects, entry.path), catalogue.nextTime)),
    );
    // Without a log beside it, the database is one file.
    database.exec('PRAGMA journal_mode = DELETE');
  } finally {
    database.close();
  }
}

/** Puts the finished copy in its place, which has nothing or all of it. */
async function deliver(staging: string, target: string): Promise<void> {
  const partial = `${target}.partial`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    if (isArchive(target)) await writeArchive(staging, partial, target);
    else if (!(await tryRename(staging, partial))) await cp(staging, partial, { recursive: true });
    await rename(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
