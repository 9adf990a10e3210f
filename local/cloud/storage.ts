import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { S3Record } from '@20minutes/s3rver';
import type { StorageSettings } from './storage-thread.ts';

/** Ten times what it holds at a time; without a limit its garbage would be let grow to more. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 };

/** What stands in for S3 and DynamoDB. */
export interface Storage {
  objects: { url: string };
  tables: { url: string };
  close(): Promise<void>;
}

/**
 * Starts what stands in for S3 and DynamoDB on a thread of its own, so that the functions work on while bytes are stored.
 * @param onCreated hears of every object written
 */
export async function startStorage(settings: StorageSettings, onCreated: (record: S3Record) => void): Promise<Storage> {
  const thread = new Worker(new URL('./storage-thread.ts', import.meta.url), { workerData: settings, resourceLimits });
  const [services] = (await once(thread, 'message')) as [Pick<Storage, 'objects' | 'tables'>];
  thread.on('message', onCreated);
  return {
    ...services,
    async close(): Promise<void> {
      const ended = once(thread, 'exit');
      thread.postMessage('close');
      await ended;
    },
  };
}
