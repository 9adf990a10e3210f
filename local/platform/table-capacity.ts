import { currentTraffic } from '../../shared/adapters/metering/usage-meter.ts';
import { itemBytes } from '../../shared/domain/run/item-size.ts';
import { type Index, type Item, indexes } from '../../shared/ports/table.ts';

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;
/** What DynamoDB reads for one response to a query. */
const PAGE_BYTES = 1024 * 1024;
export const READS_PER_REQUEST = 100;

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
    const [was, is] = [entryOf(before, index), entryOf(after, index)];
    // An item that keeps its place in an index writes nothing there; one that moves is removed and put.
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    for (const entry of [was, is]) if (entry) traffic.table.write_units += writeUnits(itemBytes(entry));
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

/** An item's entry in an index, if it has one. */
function entryOf(item: Sized | undefined, index: Index): Item | undefined {
  if (!item) return undefined;
  const [partition, sort] = indexes[index];
  if (item[partition] === null || item[sort] === null) return undefined;
  return { pk: item.pk, sk: item.sk, [partition]: item[partition], [sort]: item[sort] };
}
