import { randomBernoulli, randomBeta, randomExponential, randomGamma, randomLcg, randomUniform } from 'd3-random';
import type { BgNbdParameters } from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import type { GammaGammaParameters, SpendCount } from '../../../../shared/domain/lifetime-value/gamma-gamma.ts';
import type { PurchaseCount, PurchaseHistory } from '../../../../shared/domain/lifetime-value/purchase-counts.ts';

/** Fader, Hardie & Lee (2005), table 2: CDNOW, time in weeks. */
export const cdnowOrders: BgNbdParameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/** Fader & Hardie (2013), section 5: CDNOW, in dollars. */
export const cdnowSpend: GammaGammaParameters = { p: 6.25, q: 3.74, gamma: 15.44 };

export interface Simulated extends PurchaseHistory {
  /** Purchases between T and T + `after`. */
  ordersAfter: number;
}

/**
 * Simulates customers by BG/NBD, each with a first purchase `from` to `to` units of time ago.
 * @param after units of time after today in which further purchases are counted
 */
export function* simulatedCustomers(
  { r, alpha, a, b }: BgNbdParameters,
  {
    customers,
    from,
    to,
    after = 0,
    seed,
  }: { customers: number; from: number; to: number; after?: number; seed: number },
): Generator<Simulated> {
  const source = randomLcg(seed);
  const rateOf = randomGamma.source(source)(r, 1 / alpha);
  const dropoutOf = randomBeta.source(source)(a, b);
  const tenureOf = randomUniform.source(source)(from, to);
  const waitAt = randomExponential.source(source);
  const happens = randomBernoulli.source(source);
  for (let customer = 0; customer < customers; customer++) {
    const T = tenureOf();
    const wait = waitAt(rateOf());
    const dropsOut = happens(dropoutOf());
    const seen = { x: 0, tX: 0, T, ordersAfter: 0 };
    for (let time = wait(), alive = 1; alive && time <= T + after; time += wait()) {
      if (time <= T) [seen.x, seen.tX] = [seen.x + 1, time];
      else seen.ordersAfter++;
      alive = 1 - dropsOut();
    }
    yield seen;
  }
}

/** Groups customers with the same history, with times in weeks rounded to days. */
export function countedByDay(histories: Iterable<PurchaseHistory>): PurchaseCount[] {
  const rows = new Map<number, PurchaseCount>();
  for (const { x, tX, T } of histories) {
    const [tXDays, tDays] = [Math.round(tX * 7), Math.round(T * 7)];
    const key = (x * 65_536 + tXDays) * 65_536 + tDays;
    const row = rows.get(key);
    if (row) row.customers++;
    else rows.set(key, { x, tX: tXDays / 7, T: tDays / 7, customers: 1 });
  }
  return [...rows.values()];
}

/** Simulates mean spends by Gamma-Gamma, for customers with the given numbers of purchases. */
export function simulatedSpends(
  { p, q, gamma }: GammaGammaParameters,
  purchases: Iterable<number>,
  seed: number,
): SpendCount[] {
  const source = randomLcg(seed);
  const rateOf = randomGamma.source(source)(q, 1 / gamma);
  return Array.from(purchases, (n) => ({
    purchases: n,
    meanSpend: randomGamma.source(source)(p * n, 1 / (rateOf() * n))(),
    customers: 1,
  }));
}
