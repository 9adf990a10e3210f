import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import factsSql from '../../../../functions/stages/close-run/facts.sql';
import sinceSql from '../../../../functions/stages/close-run/since-previous-run.sql';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { customerColumns } from '../../../../shared/domain/features/customer-columns.ts';
import { decimalOf } from '../../../ten-thousandths.ts';

const row = z.object({ tier: z.string(), control: z.boolean(), spend: z.number(), spend_squares: z.number() });

/** Purchases of one tier since the previous run. @param spends spend of each customer in ten-thousandths */
const sumSince = (spends: readonly bigint[], money = 'decimal(28, 4)') =>
  duckdb(200)(async (database) => {
    await database.run(`create table previously_published
      (customer_id varchar, tier varchar, control boolean, missing_since varchar)`);
    const types = { ...customerColumns, spend_since: { type: money } };
    const columns = Object.entries(types).map(([name, { type }]) => `"${name}" ${type}`);
    await database.run(`create table tiers (${columns.join(', ')})`);
    for (const [at, spend] of spends.entries()) {
      await database.run(`insert into previously_published values ('c${at}', 'gold', false, null)`);
      await database.run(
        `insert into tiers (customer_id, orders_since, spend_since) values ('c${at}', 1, '${decimalOf(spend)}')`,
      );
    }
    await database.run(`create table facts as ${factsSql}`);
    const [found] = await database.rows(sinceSql, row);
    return found ?? expect.fail('there is no row');
  });

it.each(['decimal(18, 4)', 'decimal(28, 4)'])('sums squares of spend, as %s', async (money) => {
  // Online Retail, February 2011: 103,850.08; and 10 and 0.5.
  const { spend, spend_squares } = await sumSince([1_038_500_800n, 100_000n, 5_000n], money);

  expect(spend).toBe(103_860.58);
  expect(spend_squares).toBeCloseTo(103_850.08 ** 2 + 100.25, 4);
});

it('sums squares of any amounts in any order', async () => {
  const amount = fc.tuple(fc.bigInt({ min: -9_999n, max: 9_999n }), fc.integer({ min: 0, max: 20 }));
  await fc.assert(
    fc.asyncProperty(fc.array(amount, { minLength: 1, maxLength: 8 }), async (amounts) => {
      const spends = amounts.map(([digits, power]) => digits * 10n ** BigInt(power));
      const wanted = Number(spends.reduce((sum, spend) => sum + spend * spend, 0n)) / 1e8;

      const { spend_squares } = await sumSince(spends);
      expect(Math.abs(spend_squares - wanted)).toBeLessThanOrEqual(wanted * 1e-12);
      expect((await sumSince(spends.toReversed())).spend_squares).toBe(spend_squares);
    }),
    { numRuns: 20 },
  );
});

it('sums to 0 if nobody spent anything', async () => {
  expect(await sumSince([0n, 0n])).toMatchObject({ spend: 0, spend_squares: 0 });
});
