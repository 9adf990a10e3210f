import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { type Archive, openRemoteArchive } from '../../../shared/adapters/zip-archive.ts';
import { archiveContents, isWorkbook, MAX_TABLES } from '../../../shared/domain/intake/archives.ts';
import type { UploadObject } from '../../../shared/domain/intake/uploads.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { processedEntries } from '../../../shared/run/ledger.ts';

/** An entry of a run's manifest. */
export interface Listed extends UploadObject {
  /** On the first file of an archive: its hidden or empty files. */
  ignored?: string[];
}

const ZIP = 'PK\x03\x04';
const LOOKS_AT_A_TIME = 16;

/**
 * Replaces zip archives by their files, each an upload of its own, without files that were accepted before. Archives with a
 * single file, workbooks and unreadable archives remain as they are; `clean` reports the latter.
 * @param objects objects waiting in the inbox
 * @param most maximum number of uploads; an archive is never split between runs
 */
export async function listArchiveFiles(
  inbox: ObjectStore,
  runs: RunTable,
  objects: readonly UploadObject[],
  most: number,
): Promise<Listed[]> {
  const uploads: Listed[] = [];
  for (let start = 0; start < objects.length; start += LOOKS_AT_A_TIME) {
    const some = objects.slice(start, start + LOOKS_AT_A_TIME);
    for (const files of await Promise.all(some.map((object) => listFiles(inbox, runs, object)))) {
      if (uploads.length + files.length > most) return uploads;
      uploads.push(...files);
    }
  }
  return uploads;
}

async function listFiles(inbox: ObjectStore, runs: RunTable, object: UploadObject): Promise<Listed[]> {
  const archive = await openArchive(inbox, object);
  if (!archive) return [object];
  archive.close();
  const { tables, ignored } = archiveContents(archive.entries);
  if (isWorkbook(archive.entries) || tables.length < 2 || tables.length > MAX_TABLES) return [object];
  const known = new Set(await processedEntries(runs, object));
  return tables
    .map(({ path, bytes }, position) => ({ path, bytes, position }))
    .filter(({ path }) => !known.has(path))
    .map((entry, index) => ({
      ...object,
      entry,
      ...(index === 0 && ignored.length > 0 && { ignored }),
    }));
}

/** Opens an object as a zip archive by its first bytes, whatever its name; undefined if it is not a readable one. */
async function openArchive(inbox: ObjectStore, { key, bytes }: UploadObject): Promise<Archive | undefined> {
  if (bytes < ZIP.length) return undefined;
  const start = await (await inbox.readRange(key, 0, ZIP.length)).toArray();
  if (Buffer.concat(start).toString('latin1') !== ZIP) return undefined;
  try {
    return await openRemoteArchive((from, to) => inbox.readRange(key, from, to), bytes);
  } catch (error) {
    if (error instanceof UnreadableUploadError) return undefined;
    throw error;
  }
}
