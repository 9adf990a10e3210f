import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../../shared/ports/objects.ts';
import { CommandError } from '../command-error.ts';
import type { Platform } from '../platform/start-platform.ts';
import type { InboxFile } from './files.ts';

type Storage = Pick<Platform, 'directory' | 'inbox' | 'runs'>;

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
  const { directory, inbox, runs } = storage;
  const stored = new Map((await inbox.list('inbox/')).map((object) => [object.key, object]));
  const dropped: DroppedFile[] = [];
  for (const file of files) {
    const known = stored.get(file.key);
    const copy = join(directory.temporary, randomUUID());
    try {
      const { md5, bytes } = (await sameContent(file, known)) ?? (await copyFile(file, copy));
      const ledger = known?.etag === md5 ? await runs.ledgerOf(file.key) : [];
      const isRejected = ledger.some((entry) => entry.etag === md5 && entry.status === 'rejected');
      const uploaded = known?.etag !== md5 || isRejected;
      if (uploaded) {
        if (!existsSync(copy)) await copyFile(file, copy);
        await inbox.store(copy, file.key, 'application/octet-stream');
      }
      dropped.push({ ...file, uploaded, bytes });
    } finally {
      await rm(copy, { force: true });
    }
  }
  return dropped;
}

/** The digest and size of a file that has the content of its object in the inbox; undefined for any other file. */
async function sameContent({ path, isStream }: InboxFile, known: StoredObject | undefined) {
  if (!known || isStream || (await stat(path)).size !== known.bytes) return undefined;
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === known.etag ? { md5: known.etag, bytes: known.bytes } : undefined;
}

/** Copies a file, so that its content stays the same while a run reads it. */
async function copyFile({ path, name, isStream }: InboxFile, copy: string): Promise<{ md5: string; bytes: number }> {
  const hash = createHash('md5');
  try {
    const before = await stat(path);
    const { bytes } = await pipeHashed(path, hash, copy);
    const after = await stat(path);
    const hasChanged = before.mtimeMs !== after.mtimeMs || bytes !== after.size;
    if (!isStream && hasChanged)
      throw new CommandError(`${name} changed while it was read: run the command again once it is complete`);
    return { md5: hash.digest('hex'), bytes };
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${name} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

async function pipeHashed(path: Buffer, hash: Hash, copy: string): Promise<{ bytes: number }> {
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(path), measure, createWriteStream(copy, { mode: 0o600 }));
  return { bytes };
}

/** Whether the inbox has an object without a ledger entry, such as one of a process that was killed right after the upload. */
export async function hasUnprocessed({ inbox, runs }: Storage): Promise<boolean> {
  for (const object of await inbox.list('inbox/')) {
    const ledger = await runs.ledgerOf(object.key);
    if (!ledger.some(({ etag }) => etag === object.etag)) return true;
  }
  return false;
}
