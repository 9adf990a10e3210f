import database from 'dynalite/db/index.js';

type Stored = Parameters<typeof database.addConsumedCapacity>[2];

/** The keys of the table's two indexes, which hold keys only. */
const indexes = [
  ['list_pk', 'list_sk'],
  ['leave_pk', 'leave_sk'],
];
const KEYS = ['pk', 'sk'];
const UNIT_BYTES = 1024;

const report = database.addConsumedCapacity;

/**
 * Makes the stand-in for DynamoDB report what writes take as DynamoDB does: it leaves out the indexes, and takes every
 * character for a byte. An item that keeps its place in an index writes nothing there, one that moves is removed and put.
 */
export function reportWritesInFull(): void {
  database.addConsumedCapacity = (request, isRead, before, after) => {
    const consumed = report(request, isRead, before, after);
    if (!consumed || isRead) return consumed;
    const tableUnits = Math.max(itemUnits(before), itemUnits(after), 1);
    return { ...consumed, CapacityUnits: tableUnits + indexUnits(before, after) };
  };
}

function itemUnits(item: Stored): number {
  if (!item) return 0;
  const text = JSON.stringify(item);
  const furtherBytes = Buffer.byteLength(text) - text.length;
  return Math.ceil((database.itemSize(item) + furtherBytes) / UNIT_BYTES);
}

function indexUnits(before: Stored, after: Stored): number {
  let units = 0;
  for (const keys of indexes) {
    const [was, is] = [indexEntry(before, keys), indexEntry(after, keys)];
    if (was !== is) units += writeUnits(was) + writeUnits(is);
  }
  return units;
}

/** An item's entry in an index as text, empty where it has none. */
function indexEntry(item: Stored, keys: readonly string[]): string {
  if (!item || keys.some((key) => item[key] === undefined)) return '';
  return [...KEYS, ...keys].map((key) => `${key}${item[key]?.S}`).join('');
}

const writeUnits = (entry: string) => Math.ceil(Buffer.byteLength(entry) / UNIT_BYTES);
