import fc from 'fast-check';
import type { ClassFeatures } from '../../../../shared/domain/classification/facts.ts';

/** Any customer: without purchases, one-time or repeat buyer, recent or not, with or without unknown values. */
export const anyCustomer: fc.Arbitrary<ClassFeatures> = fc
  .record({
    bought: fc.boolean(),
    x: fc.nat(30),
    span: fc.nat(900),
    recency_days: fc.nat(900),
    orders: fc.nat(40),
    cents: fc.integer({ min: -50_000, max: 5_000_000 }),
    recent_orders: fc.nat(20),
    top_month_share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    top_category_share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    satisfaction: fc.option(fc.integer({ min: 0, max: 100 })),
    region: fc.option(fc.constantFrom('North', 'north', 'South', '上海', "O'Higgins")),
    p_alive: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ bought, x, span, recency_days, orders, cents, recent_orders, ...known }) => ({
    ...known,
    orders: bought ? orders : 0,
    monetary_total: cents / 100,
    recency_days: bought ? recency_days : null,
    tenure_days: bought ? recency_days + (x === 0 ? 0 : span + x) : null,
    x: bought ? x : null,
    recent_orders: bought ? recent_orders : 0,
  }));
