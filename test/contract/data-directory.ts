import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../local/platform/database.ts';
import { openObjects } from '../../local/platform/objects.ts';

/** A data directory for a test, empty. */
export async function createDataDirectory() {
  const root = await mkdtemp(join(tmpdir(), 'strata-data-'));
  const places = { directory: join(root, 'objects'), scratch: join(root, 'tmp') };
  const databaseFile = join(root, 'strata.db');

  return {
    root,
    ...places,
    databaseFile,
    /** Opens its objects, as a process does. */
    async open() {
      const database = openDatabase(databaseFile);
      try {
        return { database, bucket: openObjects(places, database), close: () => database.close() };
      } catch (error) {
        database.close();
        throw error;
      }
    },
    delete: () => rm(root, { recursive: true }),
  };
}
