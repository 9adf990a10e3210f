import { randomExponential, randomLcg, randomLogNormal } from 'd3-random';
import { csvText } from './export-file.ts';

const FIRST_DAY = Date.UTC(2025, 11, 1);
const DAYS = 90;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const NOON = 12 * 60;
const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

interface Line {
  invoice: string;
  /** Null for a line without a customer. */
  customer: string | null;
  product: number;
  quantity: number;
  /** Since the start of the first day. */
  minute: number;
  cents: number;
}

/** A customer in the shop's own books: orders, and cents paid minus cents returned. */
export interface Account {
  orders: number;
  cents: number;
}

/**
 * An export with the quirks of UCI Online Retail: invoices of several lines, some of them a minute later than the others; lines
 * without a customer; `C…` invoices for returns; negative quantities without a price for written-off stock; gifts without a
 * price; duplicate lines; ids such as `17850.0`; commas in quoted descriptions.
 * @param customers number of customers; a few only return earlier purchases
 * @returns the CSV, and the books of all customers in it, by id without `.0`
 */
export function onlineRetail({ customers, seed }: { customers: number; seed: number }) {
  const chance = chanceOf(seed);
  const lines = Array.from({ length: customers }, (_, at) => linesOf(String(12_346 + 7 * at), chance)).flat();
  const rows = lines.map(rowOf).flatMap((row) => (chance.happens(0.02) ? [row, row] : [row]));
  return { text: csvText(HEADER, rows), books: booksOf(lines) };
}

type Chance = ReturnType<typeof chanceOf>;

function chanceOf(seed: number) {
  const random = randomLcg(seed);
  let invoices = 536_364;
  return {
    happens: (probability: number) => random() < probability,
    /** From `from` (inclusive) to `to` (exclusive). */
    integer: (from: number, to: number) => from + Math.floor((to - from) * random()),
    wait: (mean: number) => randomExponential.source(random)(1 / mean)(),
    cents: () => Math.ceil(100 * randomLogNormal.source(random)(1, 0.8)()),
    nextInvoice: () => String(++invoices),
  };
}

function linesOf(customer: string, chance: Chance): Line[] {
  const { happens, integer, wait, nextInvoice } = chance;
  const onSomeDay = { product: 3, minute: integer(0, DAYS) * DAY_MINUTES + NOON };
  const writtenOff = { ...onSomeDay, invoice: nextInvoice(), customer: null, quantity: -integer(1, 90), cents: 0 };
  if (happens(0.03)) return [{ ...onSomeDay, invoice: `C${nextInvoice()}`, customer, quantity: -2, cents: 425 }];
  const lines: Line[] = happens(0.1) ? [writtenOff] : [];
  const meanWait = integer(3, 60);
  for (let day = integer(0, DAYS); day < DAYS; day += 1 + Math.floor(wait(meanWait))) {
    lines.push(...invoiceOf(happens(0.2) ? null : customer, day, chance));
  }
  return lines;
}

/** An invoice of a day, and its later returns. */
function invoiceOf(customer: string | null, day: number, chance: Chance): Line[] {
  const { happens, integer, cents, nextInvoice } = chance;
  const invoice = nextInvoice();
  const minute = day * DAY_MINUTES + NOON + integer(-240, 480);
  const bought = Array.from({ length: integer(1, 10) }, (_, at): Line => {
    const [product, quantity, later] = [10 * at + integer(0, 10), integer(1, 25), Number(happens(0.05))];
    return { invoice, customer, product, quantity, minute: minute + later, cents: happens(0.03) ? 0 : cents() };
  });
  const back = bought
    .filter(() => happens(0.05))
    .map((line) => ({
      ...line,
      invoice: `C${nextInvoice()}`,
      quantity: -line.quantity,
      minute: line.minute + 1 + integer(0, 20) * DAY_MINUTES,
    }));
  return [...bought, ...back.filter((line) => line.minute < DAYS * DAY_MINUTES)];
}

function rowOf({ invoice, customer, product, quantity, minute, cents }: Line): string {
  const description = product % 5 === 0 ? `"CAKE STAND, ${product} TIER"` : `LANTERN ${product}`;
  const time = new Date(FIRST_DAY + minute * MINUTE_MS).toISOString().slice(0, 19).replace('T', ' ');
  const id = customer === null ? '' : `${customer}.0`;
  return [invoice, `P${product}`, description, quantity, time, (cents / 100).toFixed(2), id, 'United Kingdom'].join();
}

function booksOf(lines: readonly Line[]): Map<string, Account> {
  const named = Map.groupBy(lines, ({ customer }) => customer ?? '');
  named.delete('');
  const accounts = [...named].map(([customer, own]): [string, Account] => {
    const invoices = new Set(own.map(({ invoice }) => invoice).filter((invoice) => !invoice.startsWith('C')));
    const cents = own.reduce((sum, line) => sum + line.quantity * line.cents, 0);
    return [customer, { orders: invoices.size, cents }];
  });
  return new Map(accounts);
}
