import { itemBytes } from '../../domain/run/item-size.ts';
import {
  type Change,
  type Item,
  ItemError,
  indexes,
  type Key,
  MAX_KEY_BYTES,
  type Range,
  type Write,
} from '../../ports/table.ts';

const ITEM_BYTES = 400 * 1024;
const LEVELS = 32;
/** DynamoDB's range of numbers. */
const [SMALLEST, LARGEST] = [1e-130, 1e126];
/** Items in one BatchWriteItem request. */
const BATCH = 25;

/** Fields of keys, and the bytes that each may have. */
const keyFields: ReadonlyMap<string, number> = new Map(
  [['pk', 'sk'] as const, ...Object.values(indexes)].flatMap(([partition, sort]) => [
    [partition, MAX_KEY_BYTES.partition],
    [sort, MAX_KEY_BYTES.sort],
  ]),
);

/** @throws {ItemError} when no item can have the key */
export const checkedKey = ({ pk, sk }: Key): Key => ({ pk: keyText('pk', pk), sk: keyText('sk', sk) });

/** Keys without repetitions. @throws {ItemError} when no item can have one of the keys */
export function checkedKeys(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map(checkedKey).map((key) => [identity(key), key])).values()];
}

/**
 * An item as the table keeps it, without undefined values; its size is still to be checked.
 * @throws {ItemError} when a value is no JSON value, or a key is missing
 */
export const checkedItem = (item: Item & Key): Item & Key => ({ ...checkedFields(item), ...checkedKey(item) });

/**
 * A change without undefined values.
 * @throws {ItemError} when a value is no JSON value, the change is of a key, or a field occurs twice
 */
export function checkedChange({ set = {}, remove = [], add = {} }: Change): Required<Change> {
  const fields = checkedFields(set);
  const names = [...Object.keys(fields), ...remove, ...Object.keys(add)];
  if (names.includes('pk') || names.includes('sk')) throw new ItemError('A change cannot change the key');
  if (new Set(names).size < names.length) throw new ItemError('A change has a field twice');
  for (const [name, member] of Object.entries(add)) {
    if (member === '' || keyFields.has(name)) throw new ItemError(`The field ${name} cannot be a set with this text`);
  }
  return { set: fields, remove, add };
}

/** @throws {ItemError} when no item can be in the range */
export function checkedRange(range: Range): Range {
  const [partition, sort] = range.index ? indexes[range.index] : (['pk', 'sk'] as const);
  const checked = { ...range, partition: keyText(partition, range.partition) };
  if (!range.sortKeys) return checked;
  if ('before' in range.sortKeys) return { ...checked, sortKeys: { before: keyText(sort, range.sortKeys.before) } };
  const [first, last] = range.sortKeys.between;
  return { ...checked, sortKeys: { between: [keyText(sort, first), keyText(sort, last)] } };
}

/** @returns the item's bytes, sets counted as DynamoDB's. @throws {ItemError} when they are too many */
export function checkSize(item: Item): number {
  const bytes = itemBytes(item);
  if (bytes > ITEM_BYTES) throw tooLarge();
  return bytes;
}

export const tooLarge = () => new ItemError('The item takes more than 400 KB');
export const notASet = () => new ItemError('A field to add to is not a set');

/**
 * Writes in batches of as many as DynamoDB takes, checked as single ones are.
 * @throws {ItemError} also when two writes of a batch have the same key
 */
export async function* checkedBatches(requests: AsyncIterable<Write>): AsyncGenerator<Write[]> {
  let batch = new Map<string, Write>();
  for await (const request of requests) {
    const write = checkedWrite(request);
    const key = identity('put' in write ? write.put : write.remove);
    if (batch.has(key)) throw new ItemError('Two writes of a batch have the same key');
    batch.set(key, write);
    if (batch.size < BATCH) continue;
    yield [...batch.values()];
    batch = new Map();
  }
  if (batch.size > 0) yield [...batch.values()];
}

function checkedWrite(request: Write): Write {
  const when = request.when && { when: request.when };
  return 'put' in request
    ? { put: checkedItem(request.put), ...when }
    : { remove: checkedKey(request.remove), ...when };
}

const identity = ({ pk, sk }: Key) => `${pk.length} ${pk}${sk}`;

function keyText(field: string, value: unknown): string {
  if (typeof value !== 'string' || value === '')
    throw new ItemError(`The key ${field} is not a text of at least a byte`);
  const text = value.toWellFormed();
  const limit = keyFields.get(field) ?? 0;
  // No character takes more than three bytes for each of its code units.
  if (text.length * 3 > limit && Buffer.byteLength(text) > limit) {
    throw new ItemError(`The key ${field} takes more than ${limit} bytes`);
  }
  return text;
}

function checkedFields(fields: Item): Item {
  const checked: Item = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined) continue;
    if (name === '') throw new ItemError('A field has no name');
    checkName(name);
    checked[name] = keyFields.has(name) ? keyText(name, value) : checkedValue(name, value, 1);
  }
  return checked;
}

/** @param field the field of the item that holds the value, for the message */
function checkedValue(field: string, value: unknown, level: number): unknown {
  if (level > LEVELS) throw new ItemError(`The field ${field} has more than ${LEVELS} levels`);
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return checkedNumber(field, value);
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) {
    return value.filter((member) => member !== undefined).map((member) => checkedValue(field, member, level + 1));
  }
  if (!isPlainObject(value)) throw new ItemError(`The field ${field} has a value that is not JSON`);
  const checked: Item = {};
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member === undefined) continue;
    checkName(name);
    checked[name] = checkedValue(field, member, level + 1);
  }
  return checked;
}

/** An assignment to this name would set an object's prototype. */
function checkName(name: string): void {
  if (name === '__proto__') throw new ItemError('A field is called __proto__');
}

function checkedNumber(field: string, value: number): number {
  const size = Math.abs(value);
  // Also NaN.
  if (!(size < LARGEST)) throw new ItemError(`The field ${field} has a number that is not finite or too large`);
  if (size > 0 && size < SMALLEST) throw new ItemError(`The field ${field} has a number too close to zero`);
  // There is no negative zero.
  return value + 0;
}

function isPlainObject(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
