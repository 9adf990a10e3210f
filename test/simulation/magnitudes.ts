import fc from 'fast-check';
import { absolute, decimalOf, rounded, UNIT } from '../ten-thousandths.ts';

/** Limit of a line's amount, of either sign. */
const AMOUNT_LIMIT = 10n ** 12n * UNIT;
const QUANTITY_LIMIT = 10n ** 9n * UNIT;
/** Limits of a customer's total and number of orders. */
const TOTAL_LIMIT = 10n ** 14n * UNIT;
const ORDERS_LIMIT = 10n ** 9n;

/** Exchange rates to rupiah. */
export const rates = { USD: 16_000.5, VND: 0.65 };
const tenThousandths = { IDR: UNIT, USD: 160_005_000n, VND: 6_500n };

/** Quantities and prices are integers in ten-thousandths. */
interface Line {
  customer: string;
  currency: keyof typeof tenThousandths;
  /** Null in a file with amounts. */
  quantity: bigint | null;
  price: bigint;
}

/** A customer known by totals only. */
interface Totals {
  orders: bigint;
  total: bigint;
}

export interface Drop {
  amounts: readonly Line[];
  products: readonly Line[];
  totals: readonly Totals[];
}

/** The expected result of a row: its money by customer, or the reason for rejection. */
type Outcome = { customer: string; kept: bigint } | { refused: string } | 'filtered';

export const rejectionReason = (outcome: Outcome) =>
  typeof outcome === 'object' && 'refused' in outcome ? outcome.refused : undefined;

export function expectedResult({ customer, currency, quantity, price }: Line): Outcome {
  if (quantity !== null && absolute(quantity) >= QUANTITY_LIMIT) return { refused: 'bad_quantity' };
  const own = quantity === null ? price : rounded(quantity * price, UNIT);
  const amount = rounded(own * tenThousandths[currency], UNIT);
  if ([price, own, amount].some((money) => absolute(money) >= AMOUNT_LIMIT)) return { refused: 'bad_amount' };
  if (quantity === 0n) return 'filtered';
  const isReturn = amount < 0n || (quantity ?? 0n) < 0n;
  return { customer, kept: isReturn ? -absolute(amount) : amount };
}

export function fateOfTotals({ orders, total }: Totals, customer: string): Outcome {
  if (absolute(total) >= TOTAL_LIMIT || (total < 0n && orders === 0n)) return { refused: 'bad_amount' };
  if (orders < 0n || orders >= ORDERS_LIMIT) return { refused: 'bad_number' };
  return { customer, kept: orders > 0n ? total : 0n };
}

/** From 0.0001 to nearly 10^15, of either sign, with few or many digits; and 0. */
const magnitude = fc
  .tuple(
    fc.integer({ min: 0, max: 18 }),
    fc.integer({ min: 1_000_000, max: 9_999_999 }),
    fc.constantFrom(1n, 1n, -1n, 0n),
  )
  .map(([power, digits, sign]) => (sign * BigInt(digits) * 10n ** BigInt(power)) / 1_000_000n);

/** Mostly magnitudes that are kept, so that totals grow. */
const money = fc.oneof(magnitude, fc.bigInt({ min: 10n ** 13n, max: AMOUNT_LIMIT + 10n ** 12n }));

const customers = Array.from({ length: 9 }, (_, index) => `c${index + 1}`);
const lineOf = (quantity: fc.Arbitrary<bigint | null>): fc.Arbitrary<Line> =>
  fc.record({
    customer: fc.constantFrom(...customers),
    currency: fc.constantFrom('IDR', 'IDR', 'USD', 'VND'),
    quantity,
    price: money,
  });

export const drop: fc.Arbitrary<Drop> = fc.record({
  amounts: fc.array(lineOf(fc.constant(null)), { minLength: 5, maxLength: 25 }),
  products: fc.array(
    lineOf(
      fc.oneof(
        magnitude,
        fc.bigInt({ min: -5n, max: 50n }).map((pieces) => pieces * UNIT),
      ),
    ),
    {
      minLength: 5,
      maxLength: 25,
    },
  ),
  totals: fc.array(
    fc.record({
      orders: fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 10n ** 10n })),
      total: money,
    }),
    { minLength: 5, maxLength: 5 },
  ),
});

const most = AMOUNT_LIMIT - 1n;

/** The largest values of lines and totals, beyond the integers that a double represents exactly. */
export const largest: Drop = {
  amounts: Array.from({ length: 20 }, (_, at) => ({
    ...{ customer: customers[at % 4] ?? 'c1', currency: 'IDR', quantity: null, price: at % 7 === 0 ? -most : most },
  })),
  products: Array.from({ length: 20 }, (_, at) => ({
    ...{ customer: customers[at % 3] ?? 'c1', currency: 'IDR', quantity: QUANTITY_LIMIT - 1n, price: 9_999_999n },
  })),
  totals: Array.from({ length: 120 }, (_, at) => ({
    orders: at === 0 ? ORDERS_LIMIT - 1n : BigInt(1 + (at % 5)),
    total: at % 9 === 0 ? 1n : TOTAL_LIMIT - 1n,
  })),
};

/** Ordinary lines, so that the file is recognised and has buyers. */
const usual: readonly Line[] = customers.map((customer, index) => ({
  customer,
  currency: 'IDR',
  quantity: null,
  price: BigInt(index + 1) * 125_000n * UNIT,
}));

/** The drop with ordinary lines. */
export const withUsualLines = ({ amounts, products, totals }: Drop): Drop => ({
  amounts: [...usual, ...amounts],
  products: [...usual.map((line) => ({ ...line, quantity: 2n * UNIT })), ...products],
  totals: [...customers.map(() => ({ orders: 3n, total: 75n * UNIT })), ...totals],
});

const csv = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

/** The files of a drop by dataset and name, each row with its expected result. */
export function filesOf({ amounts, products, totals }: Drop, month: string) {
  const day = (index: number) => `${month}-${String(1 + (index % 28)).padStart(2, '0')}`;
  const known = totals.map((each, index) => ({ ...each, customer: `t${index + 1}` }));
  return [
    {
      key: `inbox/orders/${month}-amounts.csv`,
      text: csv(
        'customer_id,order_id,date,amount,currency',
        amounts.map(({ customer, price, currency }, index) =>
          [customer, `a${month}-${index}`, day(index), decimalOf(price), currency].join(),
        ),
      ),
      outcomes: amounts.map(expectedResult),
    },
    {
      key: `inbox/orders/${month}-products.csv`,
      text: csv(
        'customer_id,order_id,date,quantity,unit_price,currency',
        products.map(({ customer, quantity, price, currency }, index) =>
          [customer, `p${month}-${index}`, day(index), decimalOf(quantity ?? 0n), decimalOf(price), currency].join(),
        ),
      ),
      outcomes: products.map(expectedResult),
    },
    {
      key: `inbox/customers/${month}-totals.csv`,
      text: csv(
        'customer_id,last_order_date,orders,monetary_total',
        known.map(({ customer, orders, total }, index) => [customer, day(index), orders, decimalOf(total)].join()),
      ),
      outcomes: known.map((each) => fateOfTotals(each, each.customer)),
    },
  ];
}
