/** One line of a customer's orders, as `clean` leaves it: what counts in money and time. */
export interface OrderLine {
  order_id: string;
  /** `YYYY-MM-DD HH:MM:SS`, in the policy's time zone. */
  ordered_at: string;
  /** Up to four decimals; below 0 where money goes back. */
  amount: number;
  /** Other kinds, such as fees, do not count. */
  kind: 'purchase' | 'return' | 'undone' | (string & {});
  category?: string | null;
  channel?: string | null;
  region?: string | null;
}

/** An order, or return, with its money and the days of its first and last purchase line; null without any. */
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

/** Lines that count: bought, returned or undone, up to the day asked for. */
export const countedLines = (lines: readonly OrderLine[], asOf: string): OrderLine[] =>
  lines.filter((line) => ['purchase', 'return', 'undone'].includes(line.kind) && orderDay(line) <= asOf);

/** The sum of amounts, exact to their four decimals. */
export const total = (amounts: readonly number[]): number =>
  Number(amounts.reduce((sum, amount) => sum + BigInt(Math.round(amount * 1e4)), 0n)) / 1e4;

/** @param windowStart the first day of the window, or null for all of history */
export function groupIntoDocuments(lines: readonly OrderLine[], windowStart: string | null): OrderDocument[] {
  return [...Map.groupBy(lines, ({ order_id }) => order_id).values()].map((document) => {
    const inWindow = document.filter((line) => windowStart === null || orderDay(line) >= windowStart);
    const bought = document.filter(isPurchase);
    const back = inWindow.filter((line) => !isPurchase(line));
    const days = bought.map(orderDay).toSorted();
    const amounts = (some: readonly OrderLine[]) => some.map(({ amount }) => amount);
    return {
      isOrder: inWindow.some(isPurchase),
      isReturn: back.length > 0,
      first: days[0] ?? null,
      last: days.at(-1) ?? null,
      bought: total(amounts(bought)),
      purchased: total(amounts(inWindow.filter(isPurchase))),
      refunded: total(amounts(back.filter(({ kind }) => kind === 'return'))),
      returned: total(amounts(back).map(Math.abs)),
    };
  });
}
