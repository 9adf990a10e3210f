import { createHash } from 'node:crypto';
import { openRemoteArchive } from '../../../shared/adapters/zip-archive.ts';
import type { UploadObject } from '../../../shared/domain/intake/uploads.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { fileBlocks } from './reading/file-blocks.ts';
import { defaultLimits, type Limits, SPLIT_IT } from './reading/limits.ts';
import { extract } from './reading/unpack.ts';

/**
 * Downloads an upload; from an archive, only the file that is the upload.
 * @returns the hexadecimal SHA-256 of its bytes
 * @throws {UnreadableUploadError} if it is too large or its archive is damaged
 */
export async function fetchUpload(
  inbox: ObjectStore,
  { key, bytes, entry }: UploadObject,
  file: string,
  limits: Limits = defaultLimits,
): Promise<string> {
  if (entry) {
    const archive = await openRemoteArchive((start, end) => inbox.readRange(key, start, end), bytes);
    await extract(archive, entry.path, file, limits).finally(() => archive.close());
  } else if (bytes > limits.textBytes) {
    throw new UnreadableUploadError(`The file is larger than ${Math.round(limits.textBytes / 1e6)} MB: ${SPLIT_IT}`);
  } else {
    await inbox.fileFor(key, file, bytes);
  }
  return sha256(file);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of fileBlocks(file)) hash.update(block);
  return hash.digest('hex');
}
