import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../../shared/ports/objects.ts';
import { CommandError } from '../command-error.ts';
import { PRIVATE_FILE } from '../platform/file-system.ts';
import { md5 } from '../platform/md5.ts';
import type { Platform } from '../platform/start-platform.ts';
import type { InboxFile } from './files.ts';

type Storage = Pick<Platform, 'inbox' | 'runs'> & { directory: Pick<Platform['directory'], 'temporary'> };

interface DropOptions {
  /** Whether to upload a file again that was rejected and has not changed. */
  retryRejected: boolean;
}

/** A file and whether it was uploaded. */
export interface DroppedFile extends InboxFile {
  uploaded: boolean;
  bytes: number;
}

/**
 * Uploads files to the inbox. Skips a file that is already there unchanged, unless it was rejected: uploading it again
 * retries it.
 * @throws {CommandError} when a file changes while it is read, or cannot be read
 */
export async function dropFiles(files: readonly InboxFile[], storage: Storage): Promise<DroppedFile[]> {
  const drop = await openDrop(storage, { retryRejected: true });
  const dropped: DroppedFile[] = [];
  for (const file of files) dropped.push(await drop(file));
  return dropped;
}

/**
 * Lists the inbox once, for many files.
 * @returns a function that uploads one file, and throws as {@link dropFiles} does
 */
export async function openDrop(storage: Storage, options: DropOptions) {
  const stored = new Map((await storage.inbox.list('inbox/')).map((object) => [object.key, object]));
  return async (file: InboxFile): Promise<DroppedFile> => {
    const drop = file.isStream ? dropStream : dropFile;
    return { ...file, ...(await drop(file, stored.get(file.key), storage, options)) };
  };
}

/** @param known the object with the file's key, if there is one */
async function dropFile(
  file: InboxFile,
  known: StoredObject | undefined,
  { inbox, runs }: Storage,
  { retryRejected }: DropOptions,
) {
  const { size } = await stat(file.path);
  const isStored = known?.bytes === size && known.etag === (await md5(contentOf(file)));
  const ledger = isStored && retryRejected ? await runs.ledgerOf(file.key) : [];
  const isRejected = ledger.some(({ etag, status }) => etag === known?.etag && status === 'rejected');
  if (isStored && !isRejected) return { uploaded: false, bytes: size };
  const { bytes } = await inbox.receive(contentOf(file), file.key, 'application/octet-stream');
  return { uploaded: true, bytes };
}

/** A stream can be read only once, so its content becomes a file first. */
async function dropStream(stream: InboxFile, known: StoredObject | undefined, storage: Storage, options: DropOptions) {
  const file = join(storage.directory.temporary, randomUUID());
  try {
    await pipeline(chunksOf(stream), createWriteStream(file, { mode: PRIVATE_FILE }));
    return await dropFile({ ...stream, path: Buffer.from(file) }, known, storage, options);
  } finally {
    await rm(file, { force: true });
  }
}

/** A file's content. @throws {CommandError} at its end, when the file has changed since its beginning */
async function* contentOf(file: InboxFile): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const { mtimeMs } = await stat(file.path);
  for await (const chunk of chunksOf(file)) {
    bytes += chunk.length;
    yield chunk;
  }
  const after = await stat(file.path);
  if (after.mtimeMs !== mtimeMs || after.size !== bytes)
    throw new CommandError(`${file.name} changed while it was read: run the command again once it is complete`);
}

async function* chunksOf({ path, name }: InboxFile): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandError(`${name} cannot be read (${code}): check the file and the right to read it`, { cause });
  }
}

/** Whether the inbox has an object without a ledger entry, such as one of a process that was killed right after the upload. */
export async function hasUnprocessed({ inbox, runs }: Storage): Promise<boolean> {
  for (const object of await inbox.list('inbox/')) {
    const ledger = await runs.ledgerOf(object.key);
    if (!ledger.some(({ etag }) => etag === object.etag)) return true;
  }
  return false;
}
