import { detectNumericDate } from '../dates/dates.ts';
import { headerConcepts } from '../headers/header-concepts.ts';
import { missingFields } from './classify-dataset.ts';
import { contentFit, MIN_VALUES, nonMissingText } from './content.ts';
import { type DatasetReading, fitsContent, haveEqualValues, type Match } from './matching.ts';
import { CLEAR_NAME, nameRole, type Role } from './order-roles.ts';
import type { ColumnTable } from './sample-table.ts';

type Required = 'customer_id' | 'ordered_at' | 'amount';
type Assignment = Readonly<Record<Required, Candidate>>;

/** A column that may have a role. */
interface Candidate {
  header: string;
  /** How well the header names the role, 0 to 1. */
  name: number;
  /** How well name and values fit the role, 0 to 1. */
  score: number;
  /** Whether an alias or the policy has matched it already. */
  isMatched: boolean;
}

/** The lead that the best assignment needs over the next one. */
const LEAD = 0.08;
/** The name of a column whose values alone speak for a role. */
const BY_CONTENT = 0.3;
/** The most candidates of a role that are combined with those of the others. */
const MAX_CANDIDATES = 8;
/** The share of orders that must have one customer and one day. */
const MIN_DETERMINED = 0.95;
/** What several dates of one customer add: this is how orders look, and how order numbers do not. */
const SEVERAL_DATES = 0.1;
/** From this many rows on, a customer in every row looks like a list of customers. */
const MANY_ROWS = 10;
/** Below it the header is not clear enough for such a file. */
const VERY_CLEAR = 0.8;

const kinds = { customer_id: 'id', ordered_at: 'date', amount: 'money' } as const;

/**
 * Completes a file of orders whose headers are no known aliases, by the words of its headers together with what its columns hold
 * and how they determine each other: an order has one customer and one date, a customer has orders of several dates. It rates
 * assignments as a whole.
 * @returns the reading with the best assignment; unchanged if there is none; with ambiguous fields if the next one is as good
 */
export function assignOrderColumns(reading: DatasetReading, table: ColumnTable): DatasetReading {
  if (missingFields(reading).length === 0) return reading;
  const released = withoutLonePrice(reading);
  const completed = withQuantityAndPrice(released, table);
  const hasAmount = !missingFields(completed).some((field) => field === 'amount');
  const candidates = {
    customer_id: findCandidates('customer_id', completed, table),
    ordered_at: findCandidates('ordered_at', completed, table),
    amount: hasAmount ? [] : findCandidates('amount', completed, table),
  };
  const clear = Object.values(candidates).some((list) => list.some(isClear)) || hasAmount;
  if (!clear) return reading;
  const rated = combine(candidates, hasAmount)
    .map((assignment) => ({ assignment, score: rate(assignment, completed, table) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const [best] = rated;
  if (!best) return reading;
  const rivals = rated.filter(
    ({ assignment, score }) => best.score - score < LEAD && differ(assignment, best.assignment, table).length > 0,
  );
  return withOrderId(withAssignment(completed, best.assignment, rivals, table), table);
}

const isClear = ({ name, isMatched }: Candidate) => isMatched || name >= CLEAR_NAME;

/** A price without a quantity may be the amount. */
export function withoutLonePrice(reading: DatasetReading): DatasetReading {
  const price = reading.matches.get('unit_price');
  if (!price || price.by === 'policy' || reading.matches.has('quantity')) return reading;
  const matches = new Map(reading.matches);
  matches.delete('unit_price');
  return { ...reading, matches };
}

/** The headers without a field, in an order of their own: that of a file must not matter. */
const freeHeaders = ({ matches }: DatasetReading, { headers }: ColumnTable) => {
  const used = new Set([...matches.values()].map(({ header }) => header));
  return headers.filter((header) => !used.has(header)).toSorted();
};

/** Quantity and price of a line, unless the line has its amount. */
function withQuantityAndPrice(reading: DatasetReading, table: ColumnTable): DatasetReading {
  if (reading.matches.has('amount') || reading.matches.has('order_total')) return reading;
  const matches = new Map(reading.matches);
  const hasOwnAmount = freeHeaders(reading, table).some(
    (header) => nameRole('amount', header) >= CLEAR_NAME && fits('amount', header, table),
  );
  if (hasOwnAmount) return reading;
  for (const role of ['quantity', 'unit_price'] as const) {
    const named = freeHeaders({ ...reading, matches }, table).filter(
      (header) =>
        nameRole(role, header) >= CLEAR_NAME &&
        table.identifierBy(header) === undefined &&
        contentFit('money', table.content(header)) >= 0.9,
    );
    const [header, ...more] = named;
    if (!matches.has(role) && header !== undefined && more.length === 0) {
      matches.set(role, inferred(role, header, nameRole(role, header)));
    }
  }
  return matches.has('quantity') && matches.has('unit_price') ? { ...reading, matches } : reading;
}

function findCandidates(role: Required, reading: DatasetReading, table: ColumnTable): Candidate[] {
  const match = reading.matches.get(role) ?? (role === 'amount' ? reading.matches.get('order_total') : undefined);
  if (match) return [{ header: match.header, name: match.name, score: 1, isMatched: true }];
  return freeHeaders(reading, table)
    .map((header): Candidate => {
      const named = nameRole(role, header);
      // The values speak for a header without known words; one with them means something else.
      const isStranger = named > 0 || headerConcepts(header).every((concept) => concept === null);
      const name = fits(role, header, table) ? named : 0;
      const byContent = isStranger && fitsContent(role, header, table, 'orders') ? BY_CONTENT : 0;
      return { header, name, score: Math.max(name, byContent) * filledShare(header, table), isMatched: false };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MAX_CANDIDATES);
}

function filledShare(header: string, table: ColumnTable): number {
  const { rows, filled } = table.content(header);
  return rows < MIN_VALUES ? 1 : 0.8 + (0.2 * filled) / rows;
}

/** Whether the values of a column can be those of a role that its header names. */
function fits(role: Required, header: string, table: ColumnTable): boolean {
  const content = table.content(header);
  const identifier = table.identifierBy(header);
  if (content.rows > 0 && content.filled === 0) return false;
  if (role === 'customer_id')
    return identifier?.by !== 'header' && contentFit('id', content) >= 0.5 && !looksLikeMoney(header, table);
  return (
    identifier === undefined &&
    contentFit(kinds[role], content) >= 0.9 &&
    !(role === 'amount' && looksLikeDates(header, table))
  );
}

function looksLikeMoney(header: string, table: ColumnTable): boolean {
  const { filled, amounts, decimals } = table.content(header);
  return filled >= MIN_VALUES && amounts >= 0.9 && decimals >= 0.5;
}

function looksLikeDates(header: string, table: ColumnTable): boolean {
  const { filled, dates } = table.content(header);
  const numeric = table.values(header).every((value) => detectNumericDate(nonMissingText(value) ?? '') !== undefined);
  return dates >= 0.5 || (filled >= MIN_VALUES && numeric && nameRole('amount', header) < CLEAR_NAME);
}

const none: Candidate = { header: '', name: 1, score: 1, isMatched: true };

function combine(candidates: Readonly<Record<Required, readonly Candidate[]>>, hasAmount: boolean): Assignment[] {
  const amounts = hasAmount ? [none] : candidates.amount;
  return candidates.customer_id.flatMap((customer_id) =>
    candidates.ordered_at.flatMap((ordered_at) =>
      amounts
        .map((amount) => ({ customer_id, ordered_at, amount }))
        .filter(() => customer_id.header !== ordered_at.header)
        .filter(({ amount: { header } }) => header !== customer_id.header && header !== ordered_at.header),
    ),
  );
}

/** @returns 0 for an assignment that the values contradict */
function rate(assignment: Assignment, reading: DatasetReading, table: ColumnTable): number {
  const { customer_id: customer, ordered_at: date, amount } = assignment;
  const { filled, distinct } = table.content(customer.header);
  const dates = distinctByKey(table, customer.header, date.header);
  const hasSeveralDates = dates.some((count) => count > 1);
  if (!isClear(customer) && !hasSeveralDates) return 0;
  const isOfEveryRow = filled >= MANY_ROWS && distinct === filled && !reading.matches.has('order_id');
  const isVeryClear = [date, amount].every(({ name, isMatched }) => isMatched || name >= VERY_CLEAR);
  if (isOfEveryRow && !(isClear(customer) && isVeryClear)) return 0;
  const order = reading.matches.get('order_id')?.header;
  if (!customer.isMatched && order !== undefined && !isDetermined(table, order, customer.header)) return 0;
  return customer.score + date.score + amount.score + (hasSeveralDates ? SEVERAL_DATES : 0);
}

/** The number of distinct values that each key of several rows has in another column. */
function distinctByKey(table: ColumnTable, key: string, header: string): number[] {
  const values = table.values(header);
  const groups = new Map<string, { rows: number; values: Set<string> }>();
  for (const [index, cell] of table.values(key).entries()) {
    const [id, value] = [nonMissingText(cell), nonMissingText(values[index])];
    if (id === undefined || value === undefined) continue;
    const group = groups.get(id) ?? { rows: 0, values: new Set() };
    groups.set(id, { rows: group.rows + 1, values: group.values.add(value) });
  }
  return [...groups.values()].filter(({ rows }) => rows > 1).map((group) => group.values.size);
}

/** Whether a key has one value of another column, where it is in several rows. */
function isDetermined(table: ColumnTable, key: string, header: string): boolean {
  const counts = distinctByKey(table, key, header);
  return counts.filter((count) => count === 1).length >= MIN_DETERMINED * counts.length;
}

/** The fields for which two assignments have columns with different values. */
const differ = (a: Assignment, b: Assignment, table: ColumnTable): Required[] =>
  (Object.keys(kinds) as Required[]).filter(
    (role) => a[role].header !== b[role].header && !haveEqualValues(table, a[role].header, b[role].header),
  );

function withAssignment(
  reading: DatasetReading,
  best: Assignment,
  rivals: readonly { assignment: Assignment }[],
  table: ColumnTable,
): DatasetReading {
  const matches = new Map(reading.matches);
  const ambiguous = [...reading.ambiguous];
  for (const role of Object.keys(kinds) as Required[]) {
    const chosen = best[role];
    if (chosen.isMatched) continue;
    const others = rivals
      .filter(({ assignment }) => differ(assignment, best, table).includes(role))
      .map(({ assignment }) => assignment[role].header);
    if (others.length > 0) ambiguous.push({ field: role, headers: [...new Set([chosen.header, ...others])] });
    else matches.set(role, inferred(role, chosen.header, chosen.score));
  }
  return { ...reading, matches, ambiguous };
}

/** Adds the order's number where a header names it, and each number has one customer and one date. */
function withOrderId(reading: DatasetReading, table: ColumnTable): DatasetReading {
  const [customer, date] = [reading.matches.get('customer_id'), reading.matches.get('ordered_at')];
  if (reading.matches.has('order_id') || !customer || !date) return reading;
  const named = freeHeaders(reading, table).filter((header) => {
    const { rows, filled } = table.content(header);
    return (
      nameRole('order_id', header) >= CLEAR_NAME &&
      !isIdentifier(header, table) &&
      filled === rows &&
      contentFit('id', table.content(header)) >= 0.5 &&
      isDetermined(table, header, customer.header) &&
      isDetermined(table, header, date.header)
    );
  });
  const [header, ...more] = named;
  if (header === undefined || more.length > 0) return reading;
  return {
    ...reading,
    matches: new Map(reading.matches).set('order_id', inferred('order_id', header, nameRole('order_id', header))),
  };
}

/** Whether a column identifies a person; numbers of orders may look like those of telephones and cards. */
function isIdentifier(header: string, table: ColumnTable): boolean {
  const identifier = table.identifierBy(header);
  return identifier?.by === 'header' || identifier?.kind === 'email';
}

const inferred = (field: Role, header: string, score: number): Match => ({
  field,
  header,
  score: Math.round(score * 1000) / 1000,
  by: 'content',
  name: 0,
});
