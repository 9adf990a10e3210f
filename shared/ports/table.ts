import type { Condition } from './condition.ts';

/** A type, not an interface, so that a key is an item too. */
export type Key = { pk: string; sk: string };

/** An item's fields: JSON values, the key included. */
export type Item = Record<string, unknown>;

/**
 * Indexes: an item is listed in each one whose two fields it has. A query of an index returns these two fields and the key of
 * each item.
 */
export const indexes = {
  /** Customers by tier, and runs. */
  listing: ['list_pk', 'list_sk'],
  /** Customers by the tier that they leave in an unfinished run. */
  leaving: ['leave_pk', 'leave_sk'],
} as const;
export type Index = keyof typeof indexes;

/** The most bytes of UTF-8 that the keys of an item or of its entry in an index have. */
export const MAX_KEY_BYTES = { partition: 2048, sort: 1024 } as const;

/** Items of one partition, in the order of the UTF-8 bytes of their sort keys. */
export interface Range {
  partition: string;
  /** Default: the table itself. */
  index?: Index;
  /** Default: all sort keys. `between` includes both its ends. */
  sortKeys?: { before: string } | { between: readonly [string, string] };
  /** Default: false. */
  descending?: boolean;
  /** At least 1. Default: all items. */
  limit?: number;
}

/** A change to an item's fields; no field occurs twice. */
export interface Change {
  set?: Item;
  remove?: readonly string[];
  /** Text to add to a field that is a set; adding it twice adds it once. */
  add?: Readonly<Record<string, string>>;
}

/** A write, and what must be true of the stored item for it to happen. */
export type Write = ({ put: Item & Key } | { remove: Key }) & { when?: Condition };

/**
 * A table of items under a partition key and a sort key. Each write of one item is atomic, with its condition; reads see
 * every completed write, those of an index after a moment.
 *
 * Items come back as they were written, numbers as doubles, without fields that are undefined; sets are arrays in the order
 * of their UTF-8 bytes.
 *
 * Keys are text that is not empty: up to 2,048 bytes for a partition key, and 1,024 bytes for a sort key, also those of an
 * index. Items have up to 400 KB, measured as DynamoDB does, and up to 32 levels. Every method throws an `ItemError` for what
 * is beyond that.
 */
export interface Table {
  get(key: Key): Promise<Item | undefined>;

  /** Many items by key, in any order; skips keys without an item. */
  getAll(keys: readonly Key[]): Promise<Item[]>;

  query(range: Range): Promise<Item[]>;

  /** Whether a partition has any item. */
  hasItems(partition: string): Promise<boolean>;

  /** Writes or replaces an item. @returns whether the condition held, and the item was written */
  put(item: Item & Key, when?: Condition): Promise<boolean>;

  /** Changes fields of an item, which is created if it does not exist. @returns whether the condition held */
  update(key: Key, change: Change, when?: Condition): Promise<boolean>;

  /** Deletes an item, if it exists. @returns whether the condition held */
  remove(key: Key, when?: Condition): Promise<boolean>;

  /**
   * Writes and deletes any number of items in batches, holding only those in progress in memory. Not atomic as a whole; a
   * repetition has the same result. Keys must differ: writes of one item have no order. A write with a condition takes a
   * request of its own, and as many write units as one without.
   * @returns the number of items written or deleted
   * @throws {ConditionError} when a condition does not hold; other writes may have been done
   */
  writeAll(requests: AsyncIterable<Write>): Promise<number>;
}

/** The condition of one of many writes did not hold. */
export class ConditionError extends Error {
  override name = 'ConditionError';
  constructor() {
    super('The condition of a write does not hold');
  }
}

/** A key, an item or a change that no table accepts. */
export class ItemError extends Error {
  override name = 'ItemError';
}
