import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  checkedBatches,
  checkedChange,
  checkedItem,
  checkedKey,
  checkedKeys,
  checkedRange,
} from '../../shared/adapters/tables/item-rules.ts';
import { itemBytes } from '../../shared/domain/run/item-size.ts';
import type { Condition } from '../../shared/ports/condition.ts';
import {
  ConditionError,
  type Item,
  indexes,
  type Key,
  type Range,
  type Table,
  type Write,
} from '../../shared/ports/table.ts';
import { holds } from './condition.ts';
import { inTransaction } from './database.ts';
import { changed, parseItem, type StoredItem, toStored } from './stored-item.ts';
import {
  countDeletion,
  countPut,
  countQuery,
  countReads,
  countRequests,
  countWrite,
  type Sized,
} from './table-capacity.ts';

/**
 * Text is compared by its UTF-8 bytes, as in DynamoDB. The table has row ids, because rows under random keys would touch a
 * page each if they lay in the order of the keys. The indexes hold keys only.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS items (
    pk TEXT NOT NULL, sk TEXT NOT NULL,
    list_pk TEXT, list_sk TEXT, leave_pk TEXT, leave_sk TEXT,
    bytes INTEGER NOT NULL, sets TEXT, body TEXT NOT NULL,
    PRIMARY KEY (pk, sk)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS listing ON items (list_pk, list_sk, pk, sk) WHERE list_pk IS NOT NULL;
  CREATE INDEX IF NOT EXISTS leaving ON items (leave_pk, leave_sk, pk, sk) WHERE leave_pk IS NOT NULL`;

const FIND = 'SELECT * FROM items WHERE pk = ? AND sk = ?';
/** What a write replaces. Reading the body too would cost as much as writing it. */
const MEASURE = 'SELECT pk, sk, list_pk, list_sk, leave_pk, leave_sk, bytes FROM items WHERE pk = ? AND sk = ?';
const WRITE = `
  INSERT INTO items (pk, sk, list_pk, list_sk, leave_pk, leave_sk, bytes, sets, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    list_pk = excluded.list_pk, list_sk = excluded.list_sk, leave_pk = excluded.leave_pk, leave_sk = excluded.leave_sk,
    bytes = excluded.bytes, sets = excluded.sets, body = excluded.body`;
const REMOVE = 'DELETE FROM items WHERE pk = ? AND sk = ?';

/** Batches in one transaction: a commit costs as much as a few writes, and others have to wait for it. */
const BATCHES_PER_TRANSACTION = 40;

/**
 * The table in a SQLite database, which is created if it does not exist. Counts what the same requests take in DynamoDB.
 * @param database as `openDatabase` opens it
 */
export function sqliteTable(database: DatabaseSync): Table {
  database.exec(SCHEMA);
  const finding = database.prepare(FIND);
  const measuring = database.prepare(MEASURE);
  const writing = database.prepare(WRITE);
  const removing = database.prepare(REMOVE);
  const queries = new Map<string, StatementSync>();

  const find = ({ pk, sk }: Key) => finding.get(pk, sk) as StoredItem | undefined;
  const measure = ({ pk, sk }: Key) => measuring.get(pk, sk) as Sized | undefined;

  function write(stored: Sized | undefined, next: StoredItem): void {
    const { pk, sk, list_pk, list_sk, leave_pk, leave_sk, bytes, sets, body } = next;
    writing.run(pk, sk, list_pk, list_sk, leave_pk, leave_sk, bytes, sets, body);
    countWrite(stored, next);
  }

  function erase({ pk, sk }: Key, stored: Sized | undefined): void {
    if (stored) removing.run(pk, sk);
    countWrite(stored, undefined);
    countDeletion();
  }

  /** Runs a write of one item if its condition holds. @returns whether it held */
  function whether(key: Key, when: Condition | undefined, work: (stored: StoredItem | undefined) => void): boolean {
    countRequests(1);
    return inTransaction(database, () => {
      const stored = find(key);
      if (!isMet(when, stored)) return false;
      work(stored);
      return true;
    });
  }

  function select({ partition, index, sortKeys, descending = false, limit = -1 }: Range) {
    const [pk, sk] = index ? indexes[index] : (['pk', 'sk'] as const);
    const bounds = sortKeys === undefined ? '' : 'before' in sortKeys ? `AND ${sk} < ?` : `AND ${sk} BETWEEN ? AND ?`;
    const sql = `SELECT ${index ? `pk, sk, ${pk}, ${sk}` : 'body, bytes'} FROM items WHERE ${pk} = ? ${bounds}
      ORDER BY ${sk} ${descending ? 'DESC' : 'ASC'} LIMIT ?`;
    const statement = queries.get(sql) ?? database.prepare(sql);
    queries.set(sql, statement);
    const ends = sortKeys === undefined ? [] : 'before' in sortKeys ? [sortKeys.before] : sortKeys.between;
    return statement.all(partition, ...ends, limit);
  }

  function runBatches(batches: readonly Write[][]): void {
    inTransaction(database, () => {
      for (const request of batches.flat()) {
        const key = 'put' in request ? request.put : request.remove;
        const stored = request.when ? heldBy(request.when, find(key)) : measure(key);
        if ('put' in request) write(stored, putOf(request.put));
        else erase(key, stored);
      }
    });
    countRequests(batches.map(requestsOf).reduce((sum, requests) => sum + requests, 0));
  }

  return {
    async get(key) {
      const stored = find(checkedKey(key));
      countReads([stored?.bytes ?? 0]);
      return stored && parseItem(stored);
    },

    async getAll(keys) {
      const found = checkedKeys(keys).map(find);
      countReads(found.map((stored) => stored?.bytes ?? 0));
      return found.filter((stored) => stored !== undefined).map(parseItem);
    },

    async query(range) {
      const checked = checkedRange(range);
      const rows = select(checked);
      if (range.index) {
        const entries = rows.map((row): Item => ({ ...row }));
        countQuery(entries.map(itemBytes), range.index, range.limit);
        return entries;
      }
      const found = rows as unknown as Pick<StoredItem, 'body' | 'bytes'>[];
      countQuery(
        found.map(({ bytes }) => bytes),
        undefined,
        range.limit,
      );
      return found.map(parseItem);
    },

    async hasItems(partition) {
      const found = select(checkedRange({ partition, limit: 1 })) as unknown as { bytes: number }[];
      countQuery(
        found.map(({ bytes }) => bytes),
        undefined,
        1,
      );
      return found.length > 0;
    },

    async put(item, when) {
      const checked = checkedItem(item);
      return whether(checked, when, (stored) => write(stored, putOf(checked)));
    },

    async update(key, change, when) {
      const [checkedOne, checked] = [checkedKey(key), checkedChange(change)];
      return whether(checkedOne, when, (stored) => write(stored, changed(checkedOne, stored, checked)));
    },

    async remove(key, when) {
      const checked = checkedKey(key);
      return whether(checked, when, (stored) => erase(checked, stored));
    },

    async writeAll(requests) {
      let [batches, written]: [Write[][], number] = [[], 0];
      for await (const batch of checkedBatches(requests)) {
        batches.push(batch);
        written += batch.length;
        if (batches.length < BATCHES_PER_TRANSACTION) continue;
        runBatches(batches);
        batches = [];
      }
      runBatches(batches);
      return written;
    },
  };
}

const isMet = (when: Condition | undefined, stored: StoredItem | undefined): boolean =>
  !when || holds(when, stored && parseItem(stored));

/** @returns the item. @throws {ConditionError} when the condition does not hold for it */
function heldBy(when: Condition, stored: StoredItem | undefined): StoredItem | undefined {
  if (!isMet(when, stored)) throw new ConditionError();
  return stored;
}

/** The requests that a batch takes in DynamoDB: each write with a condition has its own. */
function requestsOf(batch: readonly Write[]): number {
  const conditional = batch.filter(({ when }) => when).length;
  return conditional + (conditional < batch.length ? 1 : 0);
}

function putOf(item: Item & Key): StoredItem {
  const next = toStored(item);
  countPut(next.bytes);
  return next;
}
