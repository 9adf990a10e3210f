import type { Condition } from './condition.ts';

export interface Key {
  pk: string;
  sk: string;
}

/** An item's fields: JSON values, the key included. */
export type Item = Record<string, unknown>;

/** Indexes: an item is listed in each one whose two fields it has. Queries of an index return keys only. */
export const indexes = {
  /** Customers by tier, and runs. */
  listing: ['list_pk', 'list_sk'],
  /** Customers by the tier that they leave in an unfinished run. */
  leaving: ['leave_pk', 'leave_sk'],
} as const;
export type Index = keyof typeof indexes;

export interface Range {
  partition: string;
  /** Default: the table itself. */
  index?: Index;
  /** The first and the last sort key, both inclusive. */
  between?: readonly [string, string];
  /** Only sort keys less than this one. */
  before?: string;
  /** Default: false. */
  descending?: boolean;
  /** Default: all items. */
  limit?: number;
}

export interface Change {
  set?: Item;
  remove?: readonly string[];
  /** Text to add to a field that is a set; adding it twice adds it once. */
  add?: Readonly<Record<string, string>>;
}

/**
 * A table of items under a partition key and a sort key, ordered by the UTF-8 bytes of the sort key. Each write of one item
 * is atomic, with its condition; reads see every completed write, those of an index after a moment.
 *
 * Limits: partition keys 2,048 bytes, sort keys and keys of an index 1,024 bytes, items 400 KB.
 */
export interface Table {
  get(key: Key): Promise<Item | undefined>;

  /** Many items by key, in any order; skips keys without an item. */
  getAll(keys: readonly Key[]): Promise<Item[]>;

  /** The items of a range; sets are arrays in order. */
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
   * repetition has the same result.
   * @returns the number of items written or deleted
   */
  writeAll(requests: AsyncIterable<{ put: Item & Key } | { remove: Key }>): Promise<number>;
}
