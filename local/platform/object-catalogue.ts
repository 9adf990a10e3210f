import type { DatabaseSync } from 'node:sqlite';
import { laterThan } from '../../shared/domain/calendar/later-than.ts';
import type { StoredObject } from '../../shared/ports/objects.ts';
import { inDurableTransaction, inTransaction } from './database.ts';

/** An object in the catalogue. */
export interface CatalogueEntry extends StoredObject {
  bucket: string;
  /** Of its file, below the directory of all objects. */
  path: string;
  contentType: string;
  /** Identifies the file's content; with another stamp, the entry is out of date. */
  stamp: string;
}

const schema = `create table if not exists objects (
  bucket text not null, key text not null, path text not null, etag text not null, bytes integer not null,
  last_modified text not null, content_type text not null, stamp text not null,
  primary key (bucket, key)
) strict, without rowid`;
const columns = 'bucket, key, path, etag, bytes, last_modified as "lastModified", content_type as "contentType", stamp';

/** Whether a database has a catalogue already. */
export const hasCatalogue = (database: DatabaseSync): boolean =>
  database.prepare("select 1 from sqlite_schema where name = 'objects'").get() !== undefined;

export type ObjectCatalogue = ReturnType<typeof objectCatalogue>;

/**
 * The table of all objects, which is the truth about what exists. SQLite compares keys by their UTF-8 bytes.
 * @param now the machine's clock
 */
export function objectCatalogue(database: DatabaseSync, now: () => Date) {
  database.exec(schema);
  const everything = database.prepare(`select ${columns} from objects`);
  const startingAt = database.prepare(`select ${columns} from objects where bucket = ? and key >= ? order by key`);
  const single = database.prepare(`select ${columns} from objects where bucket = ? and key = ?`);
  const insertion = database.prepare(
    `insert or replace into objects (bucket, key, path, etag, bytes, last_modified, content_type, stamp)
     values ($bucket, $key, $path, $etag, $bytes, $lastModified, $contentType, $stamp)`,
  );
  const newest = database.prepare('select max(last_modified) as time from objects').get()?.time;
  let latest = typeof newest === 'string' ? newest : undefined;
  const deletion = database.prepare('delete from objects where bucket = ? and key = ? returning path');

  return {
    all: () => everything.all() as unknown as CatalogueEntry[],

    find: (bucket: string, key: string) => single.get(bucket, key) as CatalogueEntry | undefined,

    /** The entries with a key prefix, in the order of the keys' UTF-8 bytes. */
    list(bucket: string, prefix: string): CatalogueEntry[] {
      const found: CatalogueEntry[] = [];
      for (const row of startingAt.iterate(bucket, prefix)) {
        const entry = row as unknown as CatalogueEntry;
        if (!entry.key.startsWith(prefix)) break;
        found.push(entry);
      }
      return found;
    },

    /**
     * The time of a write that happens now: later than that of every object, since uploads replace each other in the order of
     * their times, and the machine's clock may be put back.
     * @returns ISO 8601, UTC
     */
    nextTime(): string {
      const time = now().toISOString();
      latest = latest === undefined ? time : laterThan(latest, time);
      return latest;
    },

    /** Enters an object. @param place puts its file where the entry says; if it fails, nothing is entered */
    enter: (entry: CatalogueEntry, place: () => void): void =>
      inTransaction(database, () => {
        insertion.run({ ...entry });
        place();
      }),

    /** Replaces entries that are out of date. */
    correct: (entries: readonly CatalogueEntry[]): void =>
      inTransaction(database, () => {
        for (const entry of entries) insertion.run({ ...entry });
      }),

    /** Removes objects, for good: a power failure must not bring back entries whose files are gone. @returns their files' paths */
    remove: (bucket: string, keys: readonly string[]): string[] =>
      inDurableTransaction(database, () =>
        keys.flatMap((key) => deletion.all(bucket, key).map(({ path }) => String(path))),
      ),
  };
}
