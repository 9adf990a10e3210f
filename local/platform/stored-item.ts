import { checkSize, notASet } from '../../shared/adapters/tables/item-rules.ts';
import { compareUtf8 } from '../../shared/domain/collections/utf8-order.ts';
import type { Change, Item, Key } from '../../shared/ports/table.ts';
import type { Sized } from './table-capacity.ts';

/** A row of the items table. A type, not an interface, so that rows from SQLite can be read as such. */
export interface StoredItem extends Sized {
  /** The item as JSON, sets as arrays. */
  body: string;
  /** The names of the fields that are sets, as a JSON array; null where there are none. */
  sets: string | null;
}

export const parseItem = ({ body }: Pick<StoredItem, 'body'>): Item => JSON.parse(body);

/** @param sets names of the fields that are sets. @throws {ItemError} when the item is too large */
export function toStored(item: Item & Key, sets: readonly string[] = []): StoredItem {
  // DynamoDB counts sets otherwise than lists.
  const measured = sets.length === 0 ? item : { ...item, ...asSets(item, sets) };
  const [list_pk, list_sk] = indexKey(item.list_pk, item.list_sk);
  const [leave_pk, leave_sk] = indexKey(item.leave_pk, item.leave_sk);
  return {
    pk: item.pk,
    sk: item.sk,
    ...{ list_pk, list_sk, leave_pk, leave_sk },
    bytes: checkSize(measured),
    body: JSON.stringify(item),
    sets: sets.length === 0 ? null : JSON.stringify(sets),
  };
}

/** An item with a change. @throws {ItemError} when a field to add to is not a set, or the item becomes too large */
export function changed(key: Key, stored: StoredItem | undefined, { set, remove, add }: Required<Change>): StoredItem {
  const item: Item & Key = { ...(stored && parseItem(stored)), ...key, ...set };
  const sets = new Set<string>(JSON.parse(stored?.sets ?? '[]'));
  for (const field of [...Object.keys(set), ...remove]) sets.delete(field);
  for (const field of remove) delete item[field];
  for (const [field, text] of Object.entries(add)) {
    if (Object.hasOwn(item, field) && !sets.has(field)) throw notASet();
    const members = sets.has(field) ? (item[field] as string[]) : [];
    item[field] = [...new Set([...members, text])].sort(compareUtf8);
    sets.add(field);
  }
  return toStored(item, [...sets]);
}

const asSets = (item: Item, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, new Set(item[name] as string[])]));

/** An item without one of an index's two fields is not in the index. */
function indexKey(partition: unknown, sort: unknown): [string | null, string | null] {
  return typeof partition === 'string' && typeof sort === 'string' ? [partition, sort] : [null, null];
}
