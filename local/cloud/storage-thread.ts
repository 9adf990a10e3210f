import { parentPort, workerData } from 'node:worker_threads';
import { startObjectStorage } from './object-storage.ts';
import { startTableStorage } from './table-storage.ts';

/** What the thread is started with. */
export interface StorageSettings {
  /** Directories. */
  objects: string;
  tables: string;
  buckets: readonly string[];
}

const settings = workerData as StorageSettings;
const objects = await startObjectStorage(settings.objects, settings.buckets, (record) =>
  parentPort?.postMessage(record),
);
const tables = await startTableStorage(settings.tables);
parentPort?.postMessage({ objects: { url: objects.url }, tables: { url: tables.url } });
parentPort?.once('message', async () => {
  await Promise.all([objects.close(), tables.close()]);
});
