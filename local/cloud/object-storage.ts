import { mkdir, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import S3rver, { type S3Record } from '@20minutes/s3rver';
import { type Service, toService } from './service.ts';

/**
 * Stands in for S3: buckets as folders. Its ETag is always the md5 of the whole object.
 * @param directory where the buckets lie
 * @param onCreated hears of every object written
 */
export async function startObjectStorage(
  directory: string,
  buckets: readonly string[],
  onCreated: (record: S3Record) => void,
): Promise<Service> {
  await mkdir(directory, { recursive: true });
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    directory,
    silent: true,
    allowMismatchedSignatures: true,
    vhostBuckets: false,
    configureBuckets: buckets.map((name) => ({ name })),
  });
  writeWholeObjects(server);
  server.on('event', ({ Records }) => {
    for (const record of Records) if (record.eventName.startsWith('ObjectCreated')) onCreated(record);
  });
  await server.run();
  return toService(server.httpServer);
}

/** S3 shows an object whole or not at all; s3rver writes in place, and a killed process would leave half of one. */
function writeWholeObjects({ store }: S3rver): void {
  const putContent = store.putContent.bind(store);
  store.putContent = async (file, content) => {
    const partial = `${file}.partial`;
    const written = await putContent(partial, Buffer.isBuffer(content) ? Readable.from([content]) : content);
    // Without its md5 file an object's ETag is computed; with the one of its predecessor it would be wrong.
    await rm(`${file}.md5`, { force: true });
    await rename(partial, file);
    return written;
  };
}
