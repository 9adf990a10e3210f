import { MS_PER_DAY } from '../calendar/days.ts';

/** An order line as `clean` writes it. */
export interface OrderLine {
  order_id: string;
  /** `YYYY-MM-DD HH:MM:SS`, in the policy's time zone. */
  ordered_at: string;
  /** Up to four decimals; negative for refunds. */
  amount: number;
  /** Other kinds, such as fees, do not count. */
  kind: 'purchase' | 'return' | 'undone' | (string & {});
  category?: string | null;
  channel?: string | null;
  region?: string | null;
}

/** An order or a return: the lines of one day under one number, since numbers of tills and files start anew. */
export const orderKey = ({ order_id, ordered_at }: OrderLine) => `${businessDay(ordered_at)} ${order_id}`;

const FIRST_HOUR = 4;
/** The day of trade, which ends at four in the morning; a time of exactly midnight is a date without a time. */
function businessDay(localTime: string): string {
  const [day = '', time = ''] = localTime.split(' ');
  const isPastMidnight = time !== '' && !/^00:00:00(\.0+)?$/.test(time) && Number(time.slice(0, 2)) < FIRST_HOUR;
  return isPastMidnight ? new Date(Date.parse(day) - MS_PER_DAY).toISOString().slice(0, 10) : day;
}

/** An order or a return. `first` and `last` are the days of its purchase lines; null without any. */
export interface OrderDocument {
  isOrder: boolean;
  isReturn: boolean;
  first: string | null;
  last: string | null;
  bought: number;
  purchased: number;
  refunded: number;
  returned: number;
}

export const isPurchase = ({ kind }: OrderLine) => kind === 'purchase';
export const orderDay = ({ ordered_at }: OrderLine) => ordered_at.slice(0, 10);

/** Returns the lines that count: purchases, returns and voided sales up to `asOf`. */
export const countedLines = (lines: readonly OrderLine[], asOf: string): OrderLine[] =>
  countReturnsOnce(lines).filter(
    (line) => ['purchase', 'return', 'undone'].includes(line.kind) && orderDay(line) <= asOf,
  );

const NO_NUMBER = /^\d{8}T\d{6}$/;

/** Leaves of each return only what exceeds what its order itself undoes, as further-returns.sql does. */
function countReturnsOnce(lines: readonly OrderLine[]): OrderLine[] {
  const stated = new Map<string, number>();
  const days = new Map<string, string[]>();
  for (const line of lines) {
    const { order_id, kind, amount } = line;
    if (kind === 'return' || NO_NUMBER.test(order_id)) continue;
    days.set(order_id, [...(days.get(order_id) ?? []), orderDay(line)]);
    const key = `${orderDay(line)} ${order_id}`;
    if (kind === 'undone' || kind === 'void') stated.set(key, total([stated.get(key) ?? 0, Math.max(amount, 0)]));
  }
  if (stated.size === 0) return [...lines];
  const byTime = (a: OrderLine, b: OrderLine) => a.ordered_at.localeCompare(b.ordered_at) || a.amount - b.amount;
  const further = new Map<OrderLine, number>();
  for (const line of lines.filter(({ kind }) => kind === 'return').toSorted(byTime)) {
    const ordered = days.get(line.order_id)?.filter((day) => day <= orderDay(line));
    const key = `${ordered?.toSorted().at(-1)} ${line.order_id}`;
    const left = Math.min(stated.get(key) ?? 0, -line.amount);
    stated.set(key, total([stated.get(key) ?? 0, -left]));
    further.set(line, total([line.amount, left]));
  }
  return lines
    .filter((line) => line.amount === 0 || further.get(line) !== 0)
    .map((line) => ({ ...line, amount: further.get(line) ?? line.amount }));
}

/** Sums amounts exactly, to four decimals. */
export const total = (amounts: readonly number[]): number =>
  Number(amounts.reduce((sum, amount) => sum + BigInt(Math.round(amount * 1e4)), 0n)) / 1e4;

/** Groups order lines into documents. @param windowStart first day of the window; null for all history */
export function groupIntoDocuments(lines: readonly OrderLine[], windowStart: string | null): OrderDocument[] {
  return [...Map.groupBy(lines, orderKey).values()].map((document) => {
    const inWindow = document.filter((line) => windowStart === null || orderDay(line) >= windowStart);
    const bought = document.filter(isPurchase);
    const returns = inWindow.filter((line) => !isPurchase(line));
    const days = bought.map(orderDay).toSorted();
    const amounts = (subset: readonly OrderLine[]) => subset.map(({ amount }) => amount);
    return {
      isOrder: inWindow.some(isPurchase),
      isReturn: returns.length > 0,
      first: days[0] ?? null,
      last: days.at(-1) ?? null,
      bought: total(amounts(bought)),
      purchased: total(amounts(inWindow.filter(isPurchase))),
      refunded: total(amounts(returns.filter(({ kind }) => kind === 'return'))),
      returned: total(returns.map(({ kind, amount }) => (kind === 'undone' ? amount : Math.abs(amount)))),
    };
  });
}
