import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../../shared/adapters/aws/object-store.ts';
import type { EmbeddedCloud } from '../cloud/embedded-cloud.ts';
import type { InboxFile } from './files.ts';

type Storage = Pick<EmbeddedCloud, 'inbox' | 'runs'>;

/** A file and whether it was uploaded. */
export interface DroppedFile extends InboxFile {
  uploaded: boolean;
  bytes: number;
}

/**
 * Uploads files to the inbox. Skips a file that is already there unchanged, unless it was rejected: uploading it again
 * retries it.
 */
export async function dropFiles(files: readonly InboxFile[], { inbox, runs }: Storage): Promise<DroppedFile[]> {
  const stored = new Map((await inbox.list('inbox/')).map((object) => [object.key, object.etag]));
  const dropped: DroppedFile[] = [];
  for (const { file, key } of files) {
    const md5 = await md5Hash(file);
    const ledger = stored.get(key) === md5 ? await runs.ledgerOf(key) : [];
    const rejected = ledger.some((entry) => entry.etag === md5 && entry.status === 'rejected');
    const uploaded = stored.get(key) !== md5 || rejected;
    if (uploaded) await inbox.upload(file, key, 'application/octet-stream');
    dropped.push({ file, key, uploaded, bytes: (await stat(file)).size });
  }
  return dropped;
}

/** Objects in the inbox without a ledger entry, such as those of a process that was killed right after uploading them. */
export async function unprocessedObjects({ inbox, runs }: Storage): Promise<StoredObject[]> {
  const unprocessed: StoredObject[] = [];
  for (const object of await inbox.list('inbox/')) {
    const ledger = await runs.ledgerOf(object.key);
    if (!ledger.some(({ etag }) => etag === object.etag)) unprocessed.push(object);
  }
  return unprocessed;
}

async function md5Hash(file: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
