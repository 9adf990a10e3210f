import type { DatabaseSync } from 'node:sqlite';
import type { Item, Key } from '../../shared/ports/table.ts';

/** Every item of a table, which no function may read at once; sets are arrays. */
export const storedItems = (database: DatabaseSync): (Item & Key)[] =>
  database
    .prepare('SELECT body FROM items ORDER BY pk, sk')
    .all()
    .map(({ body }) => JSON.parse(String(body)));
