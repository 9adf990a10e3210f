import database from 'dynalite/db/index.js';
import { indexes } from '../../shared/ports/table.ts';

type Stored = Parameters<typeof database.addConsumedCapacity>[2];

const UNIT_BYTES = 1024;

/**
 * Makes dynalite report capacity as DynamoDB does: it leaves out the writes of indexes, takes every character for a byte,
 * and lets a query that finds nothing cost nothing. An item that keeps its place in an index writes nothing there, one that
 * moves is removed and put.
 */
export function reportFullCapacity(): void {
  if (database.addConsumedCapacity === reportWrites) return;
  database.addConsumedCapacity = reportWrites;
  database.queryTable = reportQueries;
}

const { addConsumedCapacity, queryTable } = database;

const reportWrites: typeof addConsumedCapacity = (request, isRead, before, after) => {
  const consumed = addConsumedCapacity(request, isRead, before, after);
  if (!consumed || isRead) return consumed;
  const tableUnits = Math.max(itemUnits(before), itemUnits(after), 1);
  return { ...consumed, CapacityUnits: tableUnits + indexUnits(before, after) };
};

const reportQueries: typeof queryTable = (...query) => {
  const answer = query.pop() as Parameters<typeof queryTable>[0] & ((...result: unknown[]) => void);
  const { ConsistentRead } = query[2] as { ConsistentRead?: boolean };
  queryTable(...query, (error, result) => {
    if (result?.ConsumedCapacity?.CapacityUnits === 0) result.ConsumedCapacity.CapacityUnits = ConsistentRead ? 1 : 0.5;
    answer(error, result);
  });
};

function itemUnits(item: Stored): number {
  if (!item) return 0;
  const text = JSON.stringify(item);
  const furtherBytes = Buffer.byteLength(text) - text.length;
  return Math.ceil((database.itemSize(item) + furtherBytes) / UNIT_BYTES);
}

function indexUnits(before: Stored, after: Stored): number {
  let units = 0;
  for (const keys of Object.values(indexes)) {
    const [was, is] = [indexEntry(before, keys), indexEntry(after, keys)];
    if (was !== is) units += writeUnits(was) + writeUnits(is);
  }
  return units;
}

/** An item's entry in an index as text, empty where it has none. */
function indexEntry(item: Stored, keys: readonly string[]): string {
  if (!item || keys.some((key) => item[key] === undefined)) return '';
  return ['pk', 'sk', ...keys].map((key) => `${key}${item[key]?.S}`).join('');
}

const writeUnits = (entry: string) => Math.ceil(Buffer.byteLength(entry) / UNIT_BYTES);
