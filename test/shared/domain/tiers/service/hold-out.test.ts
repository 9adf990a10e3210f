import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../../shared/adapters/duckdb/create-table.ts';
import { duckdb } from '../../../../../shared/adapters/duckdb/duckdb.ts';
import { controlSql, type HoldOutPolicy, isControl } from '../../../../../shared/domain/tiers/service/hold-out.ts';

const name = fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' });
const share = fc.double({ min: 0, max: 0.5, noNaN: true });
const customers = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);
const selectControl = (policy: HoldOutPolicy, ids: readonly string[], tier = 'gold') =>
  ids.filter((id) => isControl(policy, tier, id));

describe('isControl', () => {
  it('keeps a customer in the control group when the share grows, whatever the tier', () => {
    fc.assert(
      fc.property(name, share, share, fc.string({ unit: 'grapheme' }), (experiment, one, other, id) => {
        const [small, large] = [Math.min(one, other), Math.max(one, other)];
        const tiers = { VIP: large };

        if (isControl({ name: experiment, share: small, tiers: {} }, 'gold', id)) {
          expect(isControl({ name: experiment, share: large, tiers: {} }, 'gold', id)).toBe(true);
          expect(isControl({ name: experiment, share: 0, tiers }, 'VIP', id)).toBe(true);
        }
      }),
    );
  });

  it('selects the share of customers, within five standard deviations of the binomial distribution', () => {
    const ids = customers(4000);
    fc.assert(
      fc.property(name, share, (experiment, part) => {
        const expected = part * ids.length;
        const deviation = Math.sqrt(expected * (1 - part));

        const { length } = selectControl({ name: experiment, share: part, tiers: {} }, ids);
        expect(Math.abs(length - expected)).toBeLessThanOrEqual(5 * deviation + 1);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('selects independently for another experiment', () => {
    const one = selectControl({ name: 'spring', share: 0.3, tiers: {} }, customers(20_000));
    const both = selectControl({ name: 'autumn', share: 0.3, tiers: {} }, one);

    // 0.3 of about 6,000, with a standard deviation of 35.
    expect(Math.abs(both.length - 0.3 * one.length)).toBeLessThan(5 * 36);
  });

  it('selects nobody when the share is 0, for one tier or for all', () => {
    const ids = customers(500);

    expect(selectControl({ name: 'x', share: 0, tiers: {} }, ids)).toEqual([]);
    expect(selectControl({ name: 'x', share: 0.5, tiers: { VIP: 0 } }, ids, 'VIP')).toEqual([]);
    expect(controlSql({ name: 'x', share: 0, tiers: { VIP: 0 } }, 'tier', 'customer_id')).toBe('false');
  });
});

it.each([
  { name: 'hold-out', share: 0.2, tiers: {} },
  { name: "Ann's 春季", share: 0.05, tiers: { VIP: 0.5, "o'gold": 0.1, none: 0 } },
  { name: 'only VIP', share: 0, tiers: { VIP: 0.25 } },
])('controlSql selects the same customers as isControl for $name', async (policy) => {
  const ids = [
    ...customers(700),
    ...fc.sample(fc.string({ unit: 'grapheme' }), { numRuns: 300, seed: 3 }),
    '顾客/7',
    '',
  ];
  const rows = ids.flatMap((customer_id) =>
    ['VIP', "o'gold", 'none', 'standard'].map((tier) => ({ customer_id, tier })),
  );
  const found = await duckdb(256)(async (database) => {
    const { name } = await createTable(database, 'people', { customer_id: 'VARCHAR', tier: 'VARCHAR' }, rows);
    return database.rows(
      `select customer_id, tier, ${controlSql(policy, 'tier', 'customer_id')} as control from ${name}`,
      z.object({ customer_id: z.string(), tier: z.string(), control: z.boolean() }),
    );
  });

  expect(found).toHaveLength(rows.length);
  for (const { customer_id, tier, control } of found) expect(control).toBe(isControl(policy, tier, customer_id));
});
