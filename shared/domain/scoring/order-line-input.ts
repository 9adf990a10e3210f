import { parseStatus, type StatedStatuses, type StatusMeaning } from '../intake/vocabulary/statuses.ts';
import { type OrderLine, orderKey, total } from './order-lines.ts';

/** An order line as API callers send it. */
export interface OrderLineInput {
  order_id: string;
  /** ISO 8601: a date, a local time in the policy's time zone, or an instant with an offset. */
  ordered_at: string;
  amount: number;
  /** Default: derived from the status and the sign of the amount. */
  kind?: 'purchase' | 'return' | 'undone' | undefined;
  /** Status word of the shop. */
  status?: string | null | undefined;
  category?: string | null | undefined;
  channel?: string | null | undefined;
  region?: string | null | undefined;
}

interface LinePolicy {
  timeZone: string;
  statuses?: StatedStatuses;
}

/**
 * Normalises a customer's order lines as `clean` does for exports: a negative line of an order that sums to a sale is a discount,
 * unless its kind or status calls it a return.
 * @param policy its time zone and its own statuses
 */
export function parseOrderLines(inputs: readonly OrderLineInput[], policy: LinePolicy): OrderLine[] {
  const lines = inputs.map((input) => {
    const line = parseOrderLine(input, policy);
    const mayBeDiscount =
      line.kind === 'return' &&
      input.kind === undefined &&
      parseOrderLine({ ...input, amount: 0 }, policy).kind === 'purchase';
    return { line, mayBeDiscount };
  });
  const orders = Map.groupBy(lines, ({ line }) => orderKey(line));
  const sells = (order: string) => {
    const sales =
      orders.get(order)?.filter(({ line, mayBeDiscount }) => line.kind === 'purchase' || mayBeDiscount) ?? [];
    return total(sales.map(({ line }) => line.amount)) > 0;
  };
  return lines.map(({ line, mayBeDiscount }) =>
    mayBeDiscount && sells(orderKey(line)) ? { ...line, kind: 'purchase' } : line,
  );
}

/** Normalises an order line as `clean` does for exports. @param policy its time zone and its own statuses */
export function parseOrderLine(
  { order_id, ordered_at, amount, ...input }: OrderLineInput,
  { timeZone, statuses }: LinePolicy,
): OrderLine {
  const status = input.status?.trim() ?? '';
  const kind = input.kind ?? orderLineKind(amount, status === '' ? undefined : parseStatus(status, statuses));
  return {
    order_id,
    ordered_at: localTime(ordered_at, timeZone),
    amount: kind === 'return' ? -Math.abs(amount) : amount,
    kind,
    category: nonBlank(input.category),
    channel: nonBlank(input.channel),
    region: nonBlank(input.region),
  };
}

function orderLineKind(amount: number, meaning: StatusMeaning | undefined): OrderLine['kind'] {
  if (meaning === 'notASale') return 'void';
  if (amount < 0 || meaning === 'return') return 'return';
  return meaning === 'voided' ? 'undone' : 'purchase';
}

const nonBlank = (text: string | null | undefined) => text?.trim() || null;

/** Converts a time to local time. @returns `YYYY-MM-DD HH:MM:SS` */
function localTime(text: string, timeZone: string): string {
  const hasOffset = /(Z|[+-]\d{2}:\d{2})$/i.test(text) && text.length > 'YYYY-MM-DD'.length;
  if (!hasOffset) return `${text.replace('T', ' ').slice(0, 19)}${' 00:00:00'.slice(text.length - 10)}`;
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, ...digits }).formatToParts(new Date(text));
  const part = (type: string) => parts.find((each) => each.type === type)?.value;
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

const digits: Intl.DateTimeFormatOptions = {
  ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
  ...({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const),
};
