import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { macrosSql } from '../../../../shared/pipeline/clean-rows/macros.ts';
import { absolute, decimalOf, rounded, UNIT } from '../../../ten-thousandths.ts';
import { taken } from './clean-upload.ts';

/** Cleans one line in a file with the header. */
async function lineOf(header: string, line: string, policy: object = {}) {
  const { rows, report } = await taken(`customer_id,date,${header}\nc1,2026-07-01,${line}\n`, { policy });
  return rows[0] ? String(rows[0].amount) : report.reasons;
}

it.each([
  // In rupiah, won, dong and yen many are as large.
  { quantity: '500', price: '50000000', becomes: '25000000000.0000' },
  { quantity: '-500', price: '50000000', becomes: '-25000000000.0000' },
  { quantity: '99999.5', price: '9999999.1234', becomes: '999994912340.4383' },
  { quantity: '999999999.9999', price: '999.9999', becomes: '999999899999.9000' },
  { quantity: '1', price: '999999999999.9999', becomes: '999999999999.9999' },
  { quantity: '2', price: '500000000000', becomes: { bad_amount: 1 } },
  { quantity: '1', price: '1000000000000', becomes: { bad_amount: 1 } },
  { quantity: '999999999', price: '999999999999', becomes: { bad_amount: 1 } },
  { quantity: '1000000000', price: '1', becomes: { bad_quantity: 1 } },
  // What a scanner writes into the wrong column: EAN-13, ITF-14 and a mistyped UPC.
  { quantity: '4006381333931', price: '1', becomes: { bad_quantity: 1 } },
  { quantity: '14006381333938', price: '1', becomes: { bad_quantity: 1 } },
  { quantity: '99999999999', price: '1', becomes: { bad_quantity: 1 } },
  { quantity: '1', price: '4006381333931', becomes: { bad_amount: 1 } },
])('reads $quantity × $price as $becomes', async ({ quantity, price, becomes }) => {
  expect(await lineOf('quantity,unit_price', `${quantity},${price}`)).toEqual(becomes);
});

it.each([
  { amount: '999999999999.9999', becomes: '999999999999.9999' },
  { amount: '-999999999999.9999', becomes: '-999999999999.9999' },
  { amount: '"999,999,999,999.99"', becomes: '999999999999.9900' },
  { amount: '1000000000000', becomes: { bad_amount: 1 } },
  { amount: '-1000000000000', becomes: { bad_amount: 1 } },
  { amount: '"1,000,000,000,000.00"', becomes: { bad_amount: 1 } },
  { amount: '999999999999.99996', becomes: { bad_amount: 1 } },
  { amount: '9'.repeat(60), becomes: { bad_amount: 1 } },
])('reads an amount of $amount as $becomes', async ({ amount, becomes }) => {
  expect(await lineOf('amount', amount)).toEqual(becomes);
});

it('rejects only the line with a bar code as its quantity', async () => {
  const lines = ['c1,2026-07-01,2,3.5', 'c2,2026-07-02,99999999999,1', 'c3,2026-07-03,1,4'];
  const { rows, refused } = await taken(`customer_id,date,quantity,unit_price\n${lines.join('\n')}\n`);

  expect(rows.map(({ customer_id, amount }) => [customer_id, amount])).toEqual([
    ['c1', '7.0000'],
    ['c3', '4.0000'],
  ]);
  expect(refused).toMatchObject([{ strata_row: '2', strata_reason: 'bad_quantity', strata_column: 'quantity' }]);
});

it('counts lines of large amounts that differ from quantity × price as inconsistent', async () => {
  const lines = ['c1,2026-07-01,25000000000,500,50000000', 'c2,2026-07-01,25000000001,500,50000000'];
  const { report } = await taken(`customer_id,date,amount,quantity,unit_price\n${lines.join('\n')}\n`);

  expect(report.quality?.inconsistent).toBe(1);
});

it('reads amounts in cents exactly', async () => {
  expect(await lineOf('amount_in_cents', '99999999999999')).toBe('999999999999.9900');
  expect(await lineOf('amount_in_cents', '99999999999999.999')).toEqual({ bad_amount: 1 });
  expect(await lineOf('amount_in_cents', '100000000000000')).toEqual({ bad_amount: 1 });
});

it('divides the total of an order among its lines exactly', async () => {
  const of = (order: string, product: string) => `c1,${order},2026-07-01,${product},999999999999.99`;
  const products = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const lines = ['1', '2'].flatMap((order) => products.map((product) => of(order, product)));
  const { rows, report } = await taken(`customer_id,order_id,date,product,order_total\n${lines.join('\n')}\n`);

  expect(report.amounts?.from).toBe('order_total');
  const tenThousandths = rows.map(({ amount }) => BigInt(String(amount).replace('.', '')));
  expect(tenThousandths.reduce((sum, amount) => sum + amount, 0n)).toBe(2n * 9_999_999_999_999_900n);
});

it.each([
  { rates: { USD: 16000.5 }, line: '500000,USD', becomes: '8000250000.0000' },
  // The rate with the most decimals decides how many digits an amount by any of them has.
  { rates: { USD: 16000.5, VND: 0.0000625 }, line: '50000000,USD', becomes: '800025000000.0000' },
  { rates: { USD: 16000.5, VND: 0.0000625 }, line: '999999999999,VND', becomes: '62499999.9999' },
  { rates: { USD: 0.14084507042253522, VND: 1.5 }, line: '999999999999,USD', becomes: '140845070422.3944' },
  { rates: { USD: 16000.5 }, line: '500000000,USD', becomes: { bad_amount: 1 } },
  { rates: { USD: 1e300 }, line: '500000000,USD', becomes: { bad_amount: 1 } },
  { rates: { USD: 16000.5 }, line: '5,EUR', becomes: { foreign_currency: 1 } },
])('converts $line by $rates to $becomes', async ({ rates, line, becomes }) => {
  expect(await lineOf('amount,currency', line, { currency: { code: 'IDR', rates } })).toEqual(becomes);
});

it('multiplies any quantity and price exactly', async () => {
  const [quantities, prices] = [10n ** 13n - 1n, 10n ** 16n - 1n];
  await duckdb(200)(async (database) => {
    await database.run(macrosSql);
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: -quantities, max: quantities }),
        fc.bigInt({ min: -prices, max: prices }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 15 }),
        async (quantity, price, fewer, less) => {
          const [q, p] = [quantity / 10n ** BigInt(fewer), price / 10n ** BigInt(less)];
          const [row] = await database.rows(
            'select product_of($q::line_quantity, $p::line_amount)::varchar as product',
            z.object({ product: z.string().nullable() }),
            { q: decimalOf(q), p: decimalOf(p) },
          );
          const product = rounded(q * p, UNIT);
          const found = row?.product == null ? null : BigInt(row.product.replace('.', ''));
          expect(found).toBe(absolute(product) < 10n ** 16n ? product : null);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const totals = (header: string, line: string) => taken(`customer_id,recency_days,${header}\nc1,10,${line}\n`);

it.each([
  { header: 'orders,monetary_total', line: '5,99999999999999.9999', becomes: '99999999999999.9999' },
  { header: 'orders,monetary_total', line: '1,99999999999999.9999', becomes: '99999999999999.9999' },
  { header: 'orders,monetary_total', line: '5,100000000000000', becomes: { bad_amount: 1 } },
  { header: 'orders,monetary_mean', line: '5,19999999999999', becomes: '99999999999995.0000' },
  { header: 'orders,monetary_mean', line: '6,19999999999999', becomes: { bad_amount: 1 } },
  { header: 'orders,monetary_mean', line: '6,100000000000000', becomes: { bad_amount: 1 } },
  { header: 'orders,monetary_total', line: '1000000000,5', becomes: { bad_number: 1 } },
])('reads totals of $header $line as $becomes', async ({ header, line, becomes }) => {
  const { rows, report } = await totals(header, line);
  expect(rows[0] ? rows[0].monetary_total : report.reasons).toEqual(becomes);
});

it.each(['1000000000,5,10', '2,5,99999999999999', '2,99999999999999,10'])(
  'rejects implausible histories of x, t_x and T %s',
  async (history) => {
    const { report } = await taken(`customer_id,x,t_x,T,monetary_value\nc1,2,5,10,20\nc2,${history},20\n`);
    expect(report).toMatchObject({ kept: 1, reasons: { bad_number: 1 } });
  },
);
