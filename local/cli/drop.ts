import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../../shared/adapters/aws/object-store.ts';
import type { EmbeddedCloud } from '../cloud/embedded-cloud.ts';
import type { InboxFile } from './files.ts';

type Storage = Pick<EmbeddedCloud, 'inbox' | 'runs'>;

/** A file and whether it had to be uploaded. */
export interface Dropped extends InboxFile {
  uploaded: boolean;
  bytes: number;
}

/**
 * Puts files into the inbox. One whose bytes lie there already is left, unless they were rejected: dropping it again
 * asks to try again.
 */
export async function dropFiles(files: readonly InboxFile[], { inbox, runs }: Storage): Promise<Dropped[]> {
  const stored = new Map((await inbox.list('inbox/')).map((object) => [object.key, object.etag]));
  const dropped: Dropped[] = [];
  for (const { file, key } of files) {
    const md5 = await md5Of(file);
    const ledger = stored.get(key) === md5 ? await runs.ledgerOf(key) : [];
    const rejected = ledger.some((entry) => entry.etag === md5 && entry.status === 'rejected');
    const uploaded = stored.get(key) !== md5 || rejected;
    if (uploaded) await inbox.upload(file, key, 'application/octet-stream');
    dropped.push({ file, key, uploaded, bytes: (await stat(file)).size });
  }
  return dropped;
}

/** Objects in the inbox that no run has seen, such as those of a process that was killed right after its drop. */
export async function unseenObjects({ inbox, runs }: Storage): Promise<StoredObject[]> {
  const unseen: StoredObject[] = [];
  for (const object of await inbox.list('inbox/')) {
    const ledger = await runs.ledgerOf(object.key);
    if (!ledger.some(({ etag }) => etag === object.etag)) unseen.push(object);
  }
  return unseen;
}

async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
