import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../local/platform/database.ts';
import { openObjects } from '../../local/platform/objects.ts';

/** Creates an empty data directory for a test. */
export const createDataDirectory = async () => dataDirectory(await mkdtemp(join(tmpdir(), 'strata-data-')));

/** A data directory that exists. */
export function dataDirectory(root: string) {
  const places = { directory: join(root, 'objects'), scratch: join(root, 'tmp') };
  const databaseFile = join(root, 'strata.db');

  return {
    root,
    ...places,
    databaseFile,
    /** Opens its objects, as a process does. @param now the machine's clock; default: the real one */
    async open(now?: () => Date) {
      const database = openDatabase(databaseFile);
      try {
        return { database, bucket: openObjects(places, database, now), close: () => database.close() };
      } catch (error) {
        database.close();
        throw error;
      }
    },
    delete: () => rm(root, { recursive: true }),
  };
}
