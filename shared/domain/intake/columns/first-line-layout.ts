import type { Field, Mapping } from '../datasets/datasets.ts';
import { approximateAmount, detectMoneyFormat } from '../money/money.ts';
import { totalLabel } from '../vocabulary/total-words.ts';
import { nonMissingText } from './content.ts';

/** Fields of a whole order, which some exports state on its first line only. */
const orderFields: readonly Field[] = [
  ...(['order_id', 'customer_id', 'ordered_at', 'status', 'channel', 'region', 'currency'] as const),
];
/** Fields of a line, at least one of which every line has. */
const lineFields: readonly Field[] = ['product', 'quantity', 'unit_price', 'amount'];
/** With fewer, lines without date and customer are more likely faulty than parts of the order above. */
const MIN_SHARE_BELOW = 0.05;
const CENT = 0.005;

type Row = readonly (string | null | undefined)[];

/** Fills lines below the first line of their order; see {@link firstLineLayout}. */
export interface FirstLineFiller {
  /**
   * @param isLast whether the row is the last one of the file
   * @returns the row with the fields of the order above it, or undefined if it needs none
   */
  fill(row: Row, isLast: boolean): (string | null | undefined)[] | undefined;
  /** Forgets the order above: the lines that follow belong to an unknown one, up to the next first line. */
  interrupt(): void;
}

/**
 * Recognises orders files that state the fields of an order (number, date, customer …) on its first line only, with further
 * lines below it that have neither date nor customer, and no number or the same.
 * @param headers headers of the file
 * @param mapping the recognised columns of an orders file
 * @param sample the first rows
 * @returns a factory of fillers, each for one read of the file; undefined for any other layout
 */
export function firstLineLayout(
  headers: readonly string[],
  mapping: Mapping,
  sample: readonly Row[],
): (() => FirstLineFiller) | undefined {
  const columnOf = (field: Field) => headers.indexOf(mapping[field] ?? '');
  const columnsOf = (fields: readonly Field[]) => fields.map(columnOf).filter((column) => column >= 0);
  const [order, customer, date] = [columnOf('order_id'), columnOf('customer_id'), columnOf('ordered_at')];
  const money = columnOf(mapping.amount === undefined ? 'order_total' : 'amount');
  const [orders, lines] = [columnsOf(orderFields), columnsOf(lineFields)];
  if (customer < 0 || date < 0) return undefined;

  const has = (row: Row, column: number) => nonMissingText(row[column]) !== undefined;
  const amounts = sample.flatMap((row) => nonMissingText(row[money]) ?? []);
  const { decimalMark } = detectMoneyFormat(amounts);
  const amountOf = (row: Row) => approximateAmount(nonMissingText(row[money]) ?? '', decimalMark) || 0;
  const isBelow = (row: Row, first: Row) =>
    !has(row, date) &&
    !has(row, customer) &&
    (!has(row, order) || row[order] === first[order]) &&
    lines.some((column) => has(row, column)) &&
    !row.some((cell) => totalLabel.test(cell ?? ''));

  const createFiller = (): FirstLineFiller => {
    let first: Row | undefined;
    let sum = 0;
    return {
      fill(row, isLast) {
        const isTotal = isLast && Math.abs(sum - amountOf(row)) < CENT;
        sum += amountOf(row);
        if (has(row, date)) first = row;
        else if (has(row, order) && row[order] !== first?.[order]) first = undefined;
        if (first === undefined || isTotal || !isBelow(row, first)) return undefined;
        const above = first;
        return row.map((cell, column) => (orders.includes(column) && !has(row, column) ? above[column] : cell));
      },
      interrupt() {
        first = undefined;
      },
    };
  };
  const filler = createFiller();
  const below = sample.filter((row) => filler.fill(row, false) !== undefined).length;
  return below > 0 && below >= MIN_SHARE_BELOW * sample.length ? createFiller : undefined;
}
