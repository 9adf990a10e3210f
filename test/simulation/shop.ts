import type { Override, OverrideKind } from '../../shared/domain/tiers/overrides/override.ts';

/** One order, in the version of one drop. */
export interface Order {
  order: string;
  customer: string;
  /** YYYY-MM-DD */
  day: string;
  amount: number;
}

export const drops = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'] as const;
export type Drop = (typeof drops)[number];

const CUSTOMERS = 90;
const name = (index: number) => `c${String(index).padStart(2, '0')}`;
const dayOf = (index: number, month: string) => `${month}-${String(3 + (index % 24)).padStart(2, '0')}`;
const months = Array.from({ length: 16 }, (_, at) => new Date(Date.UTC(2025, 1 + at)).toISOString().slice(0, 7));
const usual = (index: number) => 10 + index;

/** Special behaviour of some customers besides the usual monthly purchase. Each group is ten customers apart. */
const special: Record<string, (index: number) => Order[]> = {
  // A large order in the previous year, which no longer counts a year later.
  'spent much a year ago': (index) => [extra(index, `2025-02-${10 + (index % 9)}`, 400)],
  'spends much from February on': (index) => [extra(index, '2026-02-15', 1000)],
  'spends much in April': (index) => [extra(index, '2026-04-11', 900)],
  'spent much a year ago and comes back in March': (index) => [
    extra(index, `2025-02-${10 + (index % 9)}`, 400),
    extra(index, '2026-03-20', 420),
  ],
  'had an order in January that was not all': (index) => [extra(index, '2026-01-09', 700)],
};
const groups = Object.keys(special);

const extra = (index: number, day: string, amount: number): Order => ({
  order: `${name(index)}-${day}`,
  customer: name(index),
  day,
  amount,
});

/** The orders of each drop: those since the previous drop, and corrections of earlier ones. */
export function shop(): Record<Drop, Order[]> {
  const all = Array.from({ length: CUSTOMERS }, (_, index) => [
    ...months.map((month) => ({
      ...extra(index, dayOf(index, month), usual(index)),
      order: `${name(index)}-${month}`,
    })),
    ...(special[groups[index % 10] ?? '']?.(index) ?? []),
  ]).flat();
  // New customers in March, some of whom buy much.
  const fresh = Array.from({ length: 8 }, (_, index) => ({
    ...extra(CUSTOMERS + index, '2026-03-12', 50 + 260 * index),
  }));
  const byDrop = Object.groupBy([...all, ...fresh], ({ day }) => drops.find((drop) => day <= drop) ?? 'later');
  const corrections = all
    .filter(({ customer, day }) => day === '2026-01-09' && customer < 'c60')
    .map((order) => ({ ...order, amount: 5 }));
  const forgotten = all
    .filter(({ order }) => order.endsWith('7-2026-01'))
    .map((order) => ({ ...order, amount: order.amount + 350 }));
  return Object.fromEntries(
    drops.map((drop) => [
      drop,
      [...(byDrop[drop] ?? []), ...(drop === '2026-02-28' ? [...corrections, ...forgotten] : [])],
    ]),
  ) as Record<Drop, Order[]>;
}

export const ordersCsv = (orders: readonly Order[]) =>
  `${['order_id,customer_id,order_date,amount', ...orders.map(({ order, customer, day, amount }) => [order, customer, day, amount.toFixed(2)].join())].join('\n')}\n`;

/** Overrides. */
export interface Decision extends Override {
  customer: string;
}

const decision = (customer: string, kind: OverrideKind, tier: string, expires_on: string | null): Decision => ({
  ...{ customer, kind, tier, reason: 'agreed in a meeting', author: 'service desk', expires_on },
});

export const decisions: Partial<Record<Drop, Decision[]>> = {
  '2026-02-28': [decision('c03', 'pin', 'VIP', '2026-04-15'), decision('c88', 'ceiling', 'silver', null)],
  '2026-03-31': [decision('c40', 'floor', 'gold', null), decision('c09', 'floor', 'silver', '2026-04-30')],
  '2026-04-30': [decision('c88', 'pin', 'standard', null)],
};

export const overridesCsv = (all: readonly Decision[]) =>
  `${['customer_id,kind,tier,reason,author,expires_on', ...all.map(({ customer, kind, tier, reason, author, expires_on }) => [customer, kind, tier, reason, author, expires_on ?? ''].join())].join('\n')}\n`;
