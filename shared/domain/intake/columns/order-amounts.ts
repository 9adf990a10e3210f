import { datasetFields, type Field } from '../datasets/datasets.ts';
import { isOfLine } from '../headers/headers.ts';
import { approximateAmount, detectMoneyFormat } from '../money/money.ts';
import { presentText } from './content.ts';
import type { Match } from './matching.ts';
import type { ColumnTable } from './sample-table.ts';

/** Where the money of a file of orders stands. */
export interface OrderAmounts {
  /** What a row is: a whole order, or one of the lines of an order. */
  rows: 'orders' | 'lines';
  /**
   * What is added up: `amount` of each row; `quantity` times `unit_price` of each row; or `order_total`, which stands on
   * one or on all rows of an order and counts once for the order.
   */
  from: 'amount' | 'quantity_and_price' | 'order_total';
  /** Columns that are filled on one row of an order only and hold for all of its rows. */
  onOneRow: Field[];
}

type Matches = ReadonlyMap<Field, Match>;
type Rows = readonly number[];

/** Most orders of several rows have to agree before a column is called one of the whole order. */
const MIN_AGREEMENT = 0.9;
/** A column whose name says nothing of orders needs this many that agree, and this share of them with amounts of their own. */
const MIN_ORDERS = 2;
const MIN_VARIETY = 0.3;
/** Only the first line of the aliases of `amount`, of a line's own money, is as telling as this. */
const TELLS_OF_LINES = 0.94;
const CENT = 0.011;

/** Rows of the sample by order, orders of one row left out, and copies of a row: they are no lines. */
function ordersOfSeveralRows(table: ColumnTable, orderId: Match | undefined): Rows[] {
  if (!orderId) return [];
  const rows = new Map<string, Map<string, number>>();
  for (const [index, value] of table.values(orderId.header).entries()) {
    const id = presentText(value);
    if (id === undefined) continue;
    const lines = rows.get(id) ?? new Map<string, number>();
    rows.set(id, lines.set(table.row(index), index));
  }
  return [...rows.values()].filter(({ size }) => size > 1).map((lines) => [...lines.values()]);
}

/** Whether a column says one thing of each order: on each of its rows, or on one alone. */
function isOfOrder(values: readonly (string | undefined)[], orders: readonly Rows[]): boolean {
  const agree = orders.filter((rows) => {
    const filled = rows.map((row) => values[row]).filter((value) => value !== undefined);
    return new Set(filled).size === 1 && (filled.length === 1 || filled.length === rows.length);
  });
  return agree.length >= MIN_AGREEMENT * orders.length;
}

/** Whether the orders differ from each other in a column; lines that all cost the same agree within their order too. */
function isVaried(values: readonly (string | undefined)[], orders: readonly Rows[]): boolean {
  const firsts = orders.map((rows) => rows.map((row) => values[row]).find((value) => value !== undefined));
  return orders.length >= MIN_ORDERS && new Set(firsts).size >= Math.max(MIN_ORDERS, MIN_VARIETY * firsts.length);
}

/** Whether a column is quantity times price; undefined when no row can tell. */
function isProduct(table: ColumnTable, header: string, matches: Matches, orders: readonly Rows[]): boolean | undefined {
  const [quantity, price] = [matches.get('quantity')?.header, matches.get('unit_price')?.header];
  if (quantity === undefined || price === undefined) return undefined;
  const readAmounts = (name: string) => {
    const texts = table.values(name).map(presentText);
    const { decimalMark } = detectMoneyFormat(texts.filter((text) => text !== undefined));
    return texts.map((text) => approximateAmount(text ?? '', decimalMark));
  };
  const [amounts, quantities, prices] = [readAmounts(header), readAmounts(quantity), readAmounts(price)];
  const errors = orders
    .flat()
    .map((row) => Math.abs(Number(amounts[row]) - Number(quantities[row]) * Number(prices[row])))
    .filter((error) => !Number.isNaN(error));
  return errors.length === 0
    ? undefined
    : errors.filter((error) => error < CENT).length >= MIN_AGREEMENT * errors.length;
}

/**
 * Decides whether the money of a file belongs to its rows or to its orders, and so what may be added up. Four forms occur:
 * one row per order (`Order Total` of a Magento grid); lines with an amount of their own (Amazon's `item-price`); lines with
 * quantity and price, and the order's total on the first (Shopify) or on all (JD) of them; lines with no more than a total of
 * their order. Where the rows of an order differ or agree decides; without such orders in the sample, the names do.
 * @param matches the columns found; `amount` and `order_total` go by their names so far
 * @returns the money's place, and the matches with `amount` a row's own money and `order_total` its order's
 */
export function orderAmounts(table: ColumnTable, matches: Matches): { amounts: OrderAmounts; matches: Matches } {
  const orders = ordersOfSeveralRows(table, matches.get('order_id'));
  const readValues = ({ header }: Match) => table.values(header).map(presentText);
  const hasProduct = matches.has('quantity') && matches.has('unit_price');
  const namesLines =
    isOfLine(matches.get('quantity')?.header ?? '') || isOfLine(matches.get('unit_price')?.header ?? '');
  const isSampled = table.content(matches.get('order_id')?.header ?? '').filled > 0;
  const rows = orders.length > 0 || namesLines || (hasProduct && !isSampled) ? 'lines' : 'orders';

  const isTotal = (match: Match): boolean => {
    const saysOrder = match.field === 'order_total';
    if (match.by === 'policy') return saysOrder;
    const product = isProduct(table, match.header, matches, orders);
    const values = readValues(match);
    if (product === true || !isOfOrder(values, orders)) return false;
    if (saysOrder) return true;
    if (match.name > TELLS_OF_LINES) return false;
    return (
      (namesLines && !isOfLine(match.header)) || isVaried(values, orders) || (orders.length > 0 && product === false)
    );
  };
  const found = [matches.get('amount'), matches.get('order_total')]
    .filter((match) => match !== undefined)
    .toSorted((a, b) => b.score - a.score);
  const totals = found.filter((match) => (rows === 'lines' || match.by === 'policy') && isTotal(match));
  const [own] = found.filter((match) => !totals.includes(match));
  const [total] = totals;

  const resolved = new Map(matches);
  resolved.delete('amount');
  resolved.delete('order_total');
  if (own) resolved.set('amount', { ...own, field: 'amount' });
  if (total) resolved.set('order_total', { ...total, field: 'order_total' });
  const onOneRow = datasetFields.orders.filter((field) => {
    const match = field === 'order_id' ? undefined : resolved.get(field);
    return match !== undefined && standsOnOneRow(readValues(match), orders);
  });
  return {
    amounts: {
      rows,
      from: own ? 'amount' : hasProduct || !total ? 'quantity_and_price' : 'order_total',
      onOneRow,
    },
    matches: resolved,
  };
}

/** Whether a column is filled on one row of each order alone. */
function standsOnOneRow(values: readonly (string | undefined)[], orders: readonly Rows[]): boolean {
  const filled = orders.map((rows) => rows.filter((row) => values[row] !== undefined).length);
  return filled.includes(1) && filled.filter((count) => count <= 1).length >= MIN_AGREEMENT * filled.length;
}
