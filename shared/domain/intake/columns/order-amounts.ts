import { datasetFields, type Field } from '../datasets/datasets.ts';
import { isLineHeader, isQualified, normaliseHeader } from '../headers/headers.ts';
import { approximateAmount, detectMoneyFormat } from '../money/money.ts';
import { refundDateHeaders as refundDates, refundIdHeaders as refundIds } from '../vocabulary/refund-headers.ts';
import { contentFit, nonMissingText } from './content.ts';
import type { Match } from './matching.ts';
import type { ColumnTable } from './sample-table.ts';

/** How to sum the money in an orders file. */
export interface OrderAmounts {
  /** Whether a row is a whole order or an order line. */
  rows: 'orders' | 'lines';
  /**
   * What to sum: `amount` of each row; `quantity` times `unit_price` of each row; or `order_total`, which is on one or on
   * all rows of an order and counts once per order.
   */
  from: 'amount' | 'quantity_and_price' | 'order_total';
  /** Whether every row is a refund, whatever its sign, and how that is known; absent in files of sales. */
  returnsBy?: 'refund id' | 'refund date' | 'refund amount';
  /** What `refunded` is about, if the file has it: its row, or the order and counts once. */
  refundOf?: 'row' | 'order';
  /** Columns of discounts, shipping, tax, gift cards … with amounts other than 0, which no sum includes. */
  unread?: string[];
  /** Fields that are filled on only one row of an order and apply to all of its rows. */
  onOneRow: Field[];
}

const headerSet = (headers: string) => new Set(headers.split(',').map(normaliseHeader));
const refundIdHeaders = headerSet(refundIds);
const refundDateHeaders = headerSet(refundDates);

type Matches = ReadonlyMap<Field, Match>;
type Rows = readonly number[];

/** Share of multi-row orders that must agree on a property of a column. */
const MIN_AGREEMENT = 0.9;
/** Multi-row orders, and distinct values, needed to call a column an order total when its header does not say so. */
const MIN_ORDERS = 2;
/** Share of distinct values among those orders. */
const MIN_VARIETY = 0.3;
/** Only the first line of aliases of `amount`, such as `line total`, scores higher than this. */
const LINE_ALIAS_SCORE = 0.94;
/** Rounding difference tolerated between an amount and quantity times price. */
const CENT = 0.011;

const timeOfDay = /[T\s]+\d{1,2}:\d{2}.*$/;

/**
 * Groups the sample's rows by order, without exact copies of a row. Keeps only orders of several rows. Numbers of tills and files
 * start anew: the rows of an order also have the same customer and day, or none.
 */
function multiRowOrders(table: ColumnTable, matches: Matches): Rows[] {
  return rowsByOrder(table, matches)
    .map((rows) => [...new Map(rows.map((row) => [table.row(row), row])).values()])
    .filter((rows) => rows.length > 1);
}

/** The sample's rows of each order, with its copies. */
function rowsByOrder(table: ColumnTable, matches: Matches): Rows[] {
  const orderId = matches.get('order_id');
  if (!orderId) return [];
  const cells = (field: Field) => table.values(matches.get(field)?.header ?? '').map(nonMissingText);
  const ids = table.values(orderId.header).map(nonMissingText);
  const customers = withinOrders(ids, cells('customer_id'));
  const days = withinOrders(
    ids,
    cells('ordered_at').map((date) => date?.replace(timeOfDay, '')),
  );
  const rows = new Map<string, number[]>();
  for (const [index, id] of ids.entries()) {
    if (id === undefined) continue;
    const key = JSON.stringify([id, customers[index], days[index]]);
    rows.set(key, [...(rows.get(key) ?? []), index]);
  }
  return [...rows.values()];
}

/** Whether the rows of an order sum to its total only together with equal ones, which are lines of it then. */
function haveEqualLines(table: ColumnTable, matches: Matches): boolean {
  const header = (field: Field) => matches.get(field)?.header;
  const [total, amount, quantity, price] = [
    header('order_total'),
    header('amount'),
    header('quantity'),
    header('unit_price'),
  ];
  if (total === undefined || (amount ?? price) === undefined) return false;
  const read = (name: string) => readAmounts(table, name);
  const [totals, prices, quantities] = [read(total), read(amount ?? price ?? ''), read(quantity ?? '')];
  const amountOf = (row: number) => Number(prices[row]) * (amount === undefined ? Number(quantities[row]) : 1);
  return rowsByOrder(table, matches).some((rows) => {
    const hasCopies = new Set(rows.map((row) => table.row(row))).size < rows.length;
    const sum = rows.reduce((sofar, row) => sofar + amountOf(row), 0);
    return hasCopies && Math.abs(sum - Number(totals[rows[0] ?? 0])) < CENT;
  });
}

/** Fills empty cells with the value above them under the same number, or else with the first one below. */
function withinOrders(ids: readonly (string | undefined)[], values: readonly (string | undefined)[]) {
  const latest = new Map<string | undefined, string>();
  for (const [index, value] of values.entries()) {
    if (value !== undefined && !latest.has(ids[index])) latest.set(ids[index], value);
  }
  return values.map((value, index) => {
    if (value !== undefined) latest.set(ids[index], value);
    return latest.get(ids[index]);
  });
}

/** Whether a column has one value per order, on all of its rows or on exactly one. */
function isOrderLevel(values: readonly (string | undefined)[], orders: readonly Rows[]): boolean {
  const agree = orders.filter((rows) => {
    const filled = rows.map((row) => values[row]).filter((value) => value !== undefined);
    return new Set(filled).size === 1 && (filled.length === 1 || filled.length === rows.length);
  });
  return agree.length >= MIN_AGREEMENT * orders.length;
}

/** Whether a column varies between orders. Without this check, lines that all cost the same would look like order totals. */
function variesByOrder(values: readonly (string | undefined)[], orders: readonly Rows[]): boolean {
  const firsts = orders.map((rows) => rows.map((row) => values[row]).find((value) => value !== undefined));
  return orders.length >= MIN_ORDERS && new Set(firsts).size >= Math.max(MIN_ORDERS, MIN_VARIETY * firsts.length);
}

/** Whether a column equals quantity times price; undefined when no row shows it. */
function isProduct(table: ColumnTable, header: string, matches: Matches, orders: readonly Rows[]): boolean | undefined {
  const [quantity, price] = [matches.get('quantity')?.header, matches.get('unit_price')?.header];
  if (quantity === undefined || price === undefined) return undefined;
  const [amounts, quantities, prices] = [header, quantity, price].map((name) => readAmounts(table, name));
  const errors = orders
    .flat()
    .map((row) => Math.abs(Number(amounts?.[row]) - Number(quantities?.[row]) * Number(prices?.[row])))
    .filter((error) => !Number.isNaN(error));
  return errors.length === 0
    ? undefined
    : errors.filter((error) => error < CENT).length >= MIN_AGREEMENT * errors.length;
}

/**
 * Decides whether amounts belong to rows or to orders, and so what to sum. There are four layouts: one row per order
 * (`Order Total` in a Magento grid); lines with their own amount (Amazon's `item-price`); lines with quantity and price, and
 * the order total on the first line (Shopify) or on all lines (JD); lines with only their order's total. The decision depends
 * on which columns agree within orders; without multi-row orders in the sample, on the headers.
 * @param matches matched columns, with `amount` and `order_total` matched by header only
 * @returns what to sum, and the matches with `amount` for the amount of a row and `order_total` for that of its order
 */
export function orderAmounts(table: ColumnTable, matches: Matches): { amounts: OrderAmounts; matches: Matches } {
  const returnsBy = whyReturns(table, matches);
  if (returnsBy !== undefined) return refundAmounts(table, matches, returnsBy);
  const orders = multiRowOrders(table, matches);
  const readValues = ({ header }: Match) => table.values(header).map(nonMissingText);
  const hasProduct = matches.has('quantity') && matches.has('unit_price');
  const hasLineHeaders =
    isLineHeader(matches.get('quantity')?.header ?? '') || isLineHeader(matches.get('unit_price')?.header ?? '');
  const hasOrderIds = table.content(matches.get('order_id')?.header ?? '').filled > 0;
  const rows =
    orders.length > 0 || hasLineHeaders || (hasProduct && !hasOrderIds) || haveEqualLines(table, matches)
      ? 'lines'
      : 'orders';

  const isTotal = (match: Match): boolean => {
    const hasTotalHeader = match.field === 'order_total';
    if (match.by === 'policy') return hasTotalHeader;
    const product = isProduct(table, match.header, matches, orders);
    const values = readValues(match);
    if (product === true || !isOrderLevel(values, orders)) return false;
    if (hasTotalHeader) return true;
    if (match.name > LINE_ALIAS_SCORE) return false;
    return (
      (hasLineHeaders && !isLineHeader(match.header)) ||
      variesByOrder(values, orders) ||
      (orders.length > 0 && product === false)
    );
  };
  const candidates = [matches.get('amount'), matches.get('order_total')]
    .filter((match) => match !== undefined)
    .toSorted((a, b) => b.score - a.score);
  const totals = candidates.filter((match) => (rows === 'lines' || match.by === 'policy') && isTotal(match));
  const [rowAmount] = candidates.filter((match) => !totals.includes(match));
  const [total] = totals;

  const resolved = new Map(matches);
  resolved.delete('amount');
  resolved.delete('order_total');
  if (rowAmount) resolved.set('amount', { ...rowAmount, field: 'amount' });
  if (total) resolved.set('order_total', { ...total, field: 'order_total' });
  const refund = resolved.get('refunded');
  const isNet =
    refund &&
    ((rowAmount && isNetOf(table, rows, rowAmount.header, refund.header)) ||
      /refund|退/i.test(matches.get('quantity')?.header ?? ''));
  if (isNet) resolved.delete('refunded');
  const unread = unreadAmounts(table, resolved);
  const onOneRow = datasetFields.orders.filter((field) => {
    const match = field === 'order_id' ? undefined : resolved.get(field);
    return match !== undefined && isOnOneRow(readValues(match), orders);
  });
  return {
    amounts: {
      rows,
      from: rowAmount ? 'amount' : hasProduct || !total ? 'quantity_and_price' : 'order_total',
      onOneRow,
      ...(unread.length > 0 && { unread }),
      ...(resolved.has('refunded') &&
        refund && {
          refundOf: rows === 'lines' && isRefundOfOrder(table, refund, rowAmount, orders) ? 'order' : 'row',
        }),
    },
    matches: resolved,
  };
}

/** Whether a column is filled on at most one row of each order. */
function isOnOneRow(values: readonly (string | undefined)[], orders: readonly Rows[]): boolean {
  const filled = orders.map((rows) => rows.filter((row) => values[row] !== undefined).length);
  return filled.includes(1) && filled.filter((count) => count <= 1).length >= MIN_AGREEMENT * filled.length;
}

/** Why every row of a file is a refund; undefined if some may be sales. */
function whyReturns(table: ColumnTable, matches: Matches): OrderAmounts['returnsBy'] {
  const isFilled = (header: string) => {
    const { rows, filled } = table.content(header);
    return rows > 0 && filled >= MIN_AGREEMENT * rows;
  };
  const matched = new Set([...matches.values()].map(({ header }) => header));
  const ids = table.headers.filter((header) => !matched.has(header) && refundIdHeaders.has(normaliseHeader(header)));
  if (ids.some(isFilled)) return 'refund id';
  if (refundDateHeaders.has(normaliseHeader(matches.get('ordered_at')?.header ?? ''))) return 'refund date';
  const hasSales = matches.has('amount') || matches.has('order_total') || matches.has('unit_price');
  return matches.has('refunded') && !hasSales ? 'refund amount' : undefined;
}

/** The amounts of a file of refunds: what was paid back, on the day of the refund. */
function refundAmounts(table: ColumnTable, matches: Matches, returnsBy: NonNullable<OrderAmounts['returnsBy']>) {
  const resolved = new Map(matches);
  const amount = matches.get('refunded') ?? matches.get('amount');
  for (const field of ['refunded', 'amount', 'order_total'] as const) resolved.delete(field);
  const hasProduct = matches.has('quantity') && matches.has('unit_price');
  const total = matches.get('order_total');
  const taken = amount ?? (hasProduct ? undefined : total);
  if (taken) resolved.set('amount', { ...taken, field: 'amount' });
  const dates = [...refundDateHeaders].flatMap((name) =>
    table.headers.filter((header) => normaliseHeader(header) === name),
  );
  const date = dates.find((header) => contentFit('date', table.content(header)) >= MIN_AGREEMENT);
  const ordered = matches.get('ordered_at');
  if (date !== undefined && ordered?.by === 'name') resolved.set('ordered_at', { ...ordered, header: date });
  const amounts: OrderAmounts = {
    rows: 'lines',
    from: taken ? 'amount' : 'quantity_and_price',
    onOneRow: [],
    returnsBy,
  };
  return { amounts, matches: resolved };
}

/**
 * Whether refunded amounts are of whole orders: equal on all lines or on one line only, or larger than the line that they stand
 * on. So they are if nothing shows otherwise.
 */
function isRefundOfOrder(
  table: ColumnTable,
  refund: Match,
  amount: Match | undefined,
  orders: readonly Rows[],
): boolean {
  const refunds = readAmounts(table, refund.header).map((value) => Math.abs(value) || undefined);
  const amounts = amount && readAmounts(table, amount.header);
  const refunded = orders.filter((rows) => rows.some((row) => refunds[row] !== undefined));
  const isOnOne = refunded.every((rows) => rows.filter((row) => refunds[row] !== undefined).length === 1);
  const exceedsLine = refunded
    .flat()
    .some((row) => (refunds[row] ?? 0) > (amounts?.[row] ?? Number.POSITIVE_INFINITY) + CENT);
  const texts = table.values(refund.header).map(nonMissingText);
  return refunded.length === 0 || isOrderLevel(texts, refunded) || (isOnOne && exceedsLine);
}

/** The amounts of a column's sample; NaN where there is none. */
function readAmounts(table: ColumnTable, header: string): number[] {
  const texts = table.values(header).map(nonMissingText);
  const { decimalMark } = detectMoneyFormat(texts.filter((text) => text !== undefined));
  return texts.map((text) => approximateAmount(text ?? '', decimalMark));
}

/** Whether amounts are net of refunds already: by their header, or because another column minus the refunds equals them. */
function isNetOf(table: ColumnTable, of: OrderAmounts['rows'], amount: string, refund: string): boolean {
  if (/^\s*net[\s_-]*(sales|revenue|payment|total)|净(销售|收入|额)/i.test(amount)) return true;
  // A total less the refund may well equal one of its lines.
  if (of === 'lines') return false;
  const [amounts, refunds] = [readAmounts(table, amount), readAmounts(table, refund)];
  const rows = [...refunds.keys()].filter((row) => Math.abs(refunds[row] ?? 0) >= CENT);
  if (rows.length === 0) return false;
  return table.headers
    .filter((header) => header !== amount && header !== refund && table.content(header).amounts >= MIN_AGREEMENT)
    .some((header) => {
      const gross = readAmounts(table, header);
      return rows.every(
        (row) => Math.abs(Number(gross[row]) - Math.abs(Number(refunds[row])) - Number(amounts[row])) < CENT,
      );
    });
}

/** Columns with money about an order that is not its price, other than those that are read. */
function unreadAmounts(table: ColumnTable, matches: Matches): string[] {
  const used = new Set([...matches.values()].map(({ header }) => header));
  return table.headers.filter(
    (header) =>
      !used.has(header) &&
      isQualified(header) &&
      table.content(header).amounts >= MIN_AGREEMENT &&
      readAmounts(table, header).some((amount) => Math.abs(amount) >= CENT),
  );
}
