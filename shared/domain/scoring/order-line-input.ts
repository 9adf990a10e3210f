import { statusWords } from '../intake/vocabulary/statuses.ts';
import type { OrderLine } from './order-lines.ts';

/** An order line as a caller knows it, before anything has been made of it. */
export interface OrderLineInput {
  order_id: string;
  /** A day, a time of the policy's zone, or an instant with its offset; ISO 8601. */
  ordered_at: string;
  amount: number;
  /** Default: by the status, and by the sign of the amount. */
  kind?: 'purchase' | 'return' | 'undone' | undefined;
  /** As the shop says it. */
  status?: string | null | undefined;
  category?: string | null | undefined;
  channel?: string | null | undefined;
  region?: string | null | undefined;
}

/** What `clean` makes of a line of an export. @param timeZone of the policy */
export function parseOrderLine(
  { order_id, ordered_at, amount, ...given }: OrderLineInput,
  timeZone: string,
): OrderLine {
  const kind = given.kind ?? orderLineKind(amount, given.status?.trim().toLowerCase() ?? '');
  return {
    order_id,
    ordered_at: localTime(ordered_at, timeZone),
    amount: kind === 'return' ? -Math.abs(amount) : amount,
    kind,
    category: present(given.category),
    channel: present(given.channel),
    region: present(given.region),
  };
}

function orderLineKind(amount: number, status: string): OrderLine['kind'] {
  if (statusWords.notASale.includes(status)) return 'void';
  if (amount < 0 || statusWords.return.includes(status)) return 'return';
  return statusWords.voided.includes(status) ? 'undone' : 'purchase';
}

const present = (text: string | null | undefined) => text?.trim() || null;

/** @returns `YYYY-MM-DD HH:MM:SS` in the time zone */
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
