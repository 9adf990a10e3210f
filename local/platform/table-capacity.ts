import { currentTraffic } from '../../shared/adapters/metering/usage-meter.ts';
import { itemBytes } from '../../shared/domain/run/item-size.ts';
import { type Index, indexes } from '../../shared/ports/table.ts';

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;
/** What DynamoDB reads for one response to a query. */
const PAGE_BYTES = 1024 * 1024;
const READS_PER_REQUEST = 100;

/** What the capacity of a write depends on: an item's size, and the fields by which indexes list it. */
export interface Sized {
  pk: string;
  sk: string;
  bytes: number;
  list_pk: string | null;
  list_sk: string | null;
  leave_pk: string | null;
  leave_sk: string | null;
}

/** Counts requests on the meter of the current invocation. */
export function countRequests(requests: number): void {
  const traffic = currentTraffic();
  if (traffic) traffic.table.requests += requests;
}

/**
 * Counts a consistent read of items by key.
 * @param bytes the size of each item; 0 for one that does not exist, which costs as much as a small one
 */
export function countReads(bytes: readonly number[]): void {
  const traffic = currentTraffic();
  if (!traffic) return;
  traffic.table.requests += Math.ceil(bytes.length / READS_PER_REQUEST);
  for (const size of bytes) traffic.table.read_units += Math.max(1, Math.ceil(size / READ_UNIT_BYTES));
}

/** Counts a query. @param bytes the size of each item, or of its entry in the index */
export function countQuery(bytes: readonly number[], index: Index | undefined, limit: number | undefined): void {
  const traffic = currentTraffic();
  if (!traffic) return;
  for (const page of pages(bytes, limit)) {
    traffic.table.requests++;
    // Reads of an index are eventually consistent, at half the price.
    traffic.table.read_units += Math.max(1, Math.ceil(page / READ_UNIT_BYTES)) / (index ? 2 : 1);
  }
}

/** The bytes of each page in which DynamoDB answers a query. */
function pages(bytes: readonly number[], limit: number | undefined): number[] {
  const sizes = [0];
  for (const [position, size] of bytes.entries()) {
    const page = (sizes.pop() ?? 0) + size;
    sizes.push(page);
    // A page that ends with the last item says that there may be more, unless no more are wanted.
    if (page >= PAGE_BYTES && position + 1 !== limit) sizes.push(0);
  }
  return sizes;
}

/** Counts the units of a write, in the table and its indexes. */
export function countWrite(before: Sized | undefined, after: Sized | undefined): void {
  const traffic = currentTraffic();
  if (!traffic) return;
  traffic.table.write_units += writeUnits(Math.max(before?.bytes ?? 0, after?.bytes ?? 0));
  for (const index of Object.keys(indexes) as Index[]) {
    const [partition, sort] = indexes[index];
    // An item that keeps its place in an index writes nothing there; one that moves is removed and put.
    if (before && after && before[partition] === after[partition] && before[sort] === after[sort]) continue;
    for (const item of [before, after]) traffic.table.write_units += entryUnits(item, partition, sort);
  }
}

export function countPut(bytes: number): void {
  const traffic = currentTraffic();
  if (!traffic) return;
  traffic.table.items_put++;
  traffic.table.bytes_put += bytes;
}

export function countDeletion(): void {
  const traffic = currentTraffic();
  if (traffic) traffic.table.items_deleted++;
}

const writeUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));

type IndexKey = Exclude<keyof Sized, 'pk' | 'sk' | 'bytes'>;

/** The units that an item's entry in an index takes; 0 where it has none. */
function entryUnits(item: Sized | undefined, partition: IndexKey, sort: IndexKey): number {
  if (!item || item[partition] === null || item[sort] === null) return 0;
  const { pk, sk } = item;
  return writeUnits(itemBytes({ pk, sk, [partition]: item[partition], [sort]: item[sort] }));
}
