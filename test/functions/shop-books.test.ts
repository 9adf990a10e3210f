import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cases } from '../thoroughness.ts';
import { emptyLake } from './empty-lake.ts';

const timeout = 1_800_000;

/** An order of a shop whose numbers start anew every day. It is edited once, between its two versions. */
interface Order {
  customer: string;
  number: number;
  day: number;
  versions: [Version, Version];
  /** Days after the order and hundredths of its second version that are paid back. */
  refunds: { after: number; share: number }[];
}

interface Version {
  /** Cents of each line; some lines are equal. */
  lines: number[];
  status: string;
}

/** An export of the shop, of the days from `from` to `to`. */
interface Export {
  of: 'orders' | 'refunds';
  version: 0 | 1;
  from: number;
  to: number;
}

const version = fc.record({
  lines: fc.array(fc.constantFrom(500, 500, 1250, 9999), { minLength: 1, maxLength: 3 }),
  status: fc.constantFrom('paid', 'paid', 'paid', 'cancelled', 'refunded'),
});
const shop = fc.uniqueArray(
  fc.record({
    customer: fc.constantFrom('anna', 'ben', 'cleo'),
    number: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 1, max: 9 }),
    versions: fc.tuple(version, version),
    refunds: fc.array(fc.record({ after: fc.integer({ min: 1, max: 5 }), share: fc.constantFrom(10, 50, 100) }), {
      maxLength: 1,
    }),
  }),
  { minLength: 3, maxLength: 9, selector: ({ customer, number, day }) => `${customer} ${number} ${day}` },
);
const exported: fc.Arbitrary<Export[]> = fc.uniqueArray(
  fc.record({
    of: fc.constantFrom('orders', 'orders', 'refunds'),
    version: fc.constantFrom(0, 1),
    from: fc.integer({ min: 1, max: 6 }),
    to: fc.integer({ min: 6, max: 14 }),
  }),
  { minLength: 2, maxLength: 5, selector: (each) => JSON.stringify(each) },
);

const sum = (cents: readonly number[]) => cents.reduce((total, each) => total + each, 0);
const money = (cents: number) => (cents / 100).toFixed(2);
const date = (day: number) => `2026-06-${String(day).padStart(2, '0')}`;
const isWithin = (day: number, { from, to }: Export) => day >= from && day <= to;

/** How a shop exports what it pays back: each refund, the sum on the order, or both. */
interface Refunds {
  asFiles: boolean;
  asColumn: boolean;
}

/**
 * What is paid back of an order: cents by day. A refund has only the number of its order, so only orders whose number does not
 * come back are refunded.
 */
function refundsOf(order: Order, orders: readonly Order[]) {
  const comesBack = orders.some(
    (other) => other !== order && other.customer === order.customer && other.number === order.number,
  );
  const sold = sum(order.versions[1].lines);
  return comesBack
    ? []
    : order.refunds.map(({ after, share }) => ({ day: order.day + after, cents: Math.floor((sold * share) / 100) }));
}

/** What an order export states as refunded, in shops with a column for it. */
const refundedIn = (order: Order, at: 0 | 1, orders: readonly Order[]) =>
  at === 0 || order.versions[at].status !== 'paid' ? 0 : sum(refundsOf(order, orders).map(({ cents }) => cents));

function ordersFile(orders: readonly Order[], one: Export, place: number, { asColumn }: Refunds): string {
  const rows = orders
    .filter(({ day }) => isWithin(day, one))
    .flatMap((order) => {
      const { lines, status } = order.versions[one.version];
      const refunded = asColumn ? [money(refundedIn(order, one.version, orders))] : [];
      return lines.map((cents) =>
        [
          ...[order.number, order.customer, date(order.day), status, `P${cents}`, money(cents), money(sum(lines))],
          ...[...refunded, `batch ${place}`],
        ].join(','),
      );
    });
  const header = `Order No,Customer No,Order Date,Status,Product,Line Amount,Order Total,${asColumn ? 'Refunded,' : ''}Batch`;
  return rows.length === 0 ? '' : `${[header, ...rows].join('\n')}\n`;
}

function refundsFile(orders: readonly Order[], one: Export, place: number): string {
  const rows = orders.flatMap((order, index) =>
    refundsOf(order, orders)
      .filter(({ day }) => isWithin(day, one))
      .map(({ day, cents }) =>
        [`R${index}`, order.number, order.customer, date(day), money(cents), `batch ${place}`].join(','),
      ),
  );
  return rows.length === 0
    ? ''
    : `${['Refund No,Order No,Customer No,Refund Date,Amount,Batch', ...rows].join('\n')}\n`;
}

/**
 * The shop's own books of what it has exported: of each order the version exported last, and each refund once, whether its order
 * states it or a file of refunds has it.
 */
function books(orders: readonly Order[], exports: readonly Export[], { asFiles, asColumn }: Refunds) {
  const accounts = new Map<string, { orders: number; cents: number }>();
  const add = (customer: string, count: number, cents: number) => {
    const before = accounts.get(customer) ?? { orders: 0, cents: 0 };
    accounts.set(customer, { orders: before.orders + count, cents: before.cents + cents });
  };
  for (const order of orders) {
    const last = exports.findLast((each) => each.of === 'orders' && isWithin(order.day, each));
    const { lines, status } = last ? order.versions[last.version] : { lines: [], status: 'not exported' };
    const sold = sum(lines);
    const stated = status !== 'paid' ? sold : asColumn ? refundedIn(order, last?.version ?? 0, orders) : 0;
    const refunds = asFiles
      ? refundsOf(order, orders).filter(({ day }) =>
          exports.some((each) => each.of === 'refunds' && isWithin(day, each)),
        )
      : [];
    const returned = Math.max(stated, sum(refunds.map(({ cents }) => cents)));
    if (status !== 'paid' && status !== 'refunded' && returned === stated) continue;
    add(order.customer, sold > stated ? 1 : 0, sold - returned);
  }
  return Object.fromEntries(
    [...accounts].map(([customer, { orders: count, cents }]) => [
      customer,
      { orders: count, monetary_total: (cents / 100).toFixed(4) },
    ]),
  );
}

it.each([
  ['files of refunds', { asFiles: true, asColumn: false }],
  ['a column of refunded amounts', { asFiles: false, asColumn: true }],
  ['files and a column of refunds', { asFiles: true, asColumn: true }],
])("equal a shop's own books after any exports in any order, with %s", { timeout }, async (_, refunds) => {
  await fc.assert(
    fc.asyncProperty(shop, exported, async (orders, exports) => {
      const lake = await emptyLake();
      try {
        const dropped: Export[] = [];
        for (const [place, one] of exports.entries()) {
          if (one.of === 'refunds' && !refunds.asFiles) continue;
          const content =
            one.of === 'orders' ? ordersFile(orders, one, place, refunds) : refundsFile(orders, one, place);
          if (content === '') continue;
          dropped.push(one);
          const { report } = await lake.ingest(`inbox/${one.of}-${place}.csv`, content);
          expect(report).toMatchObject({ status: 'cleaned', dataset: 'orders', quarantined: 0 });
        }
        const features = await lake.features();
        const found = Object.entries(features).map(([customer, { orders: count, monetary_total }]) => [
          customer,
          { orders: count, monetary_total },
        ]);
        expect(Object.fromEntries(found)).toEqual(books(orders, dropped, refunds));
      } finally {
        await lake.close();
      }
    }),
    { numRuns: cases(3), endOnFailure: true },
  );
});
