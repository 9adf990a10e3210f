import { type BetaNode, betaNodes } from './beta-average.ts';
import { type BgNbdParameters, probabilityAlive } from './bg-nbd.ts';
import { discountNodes } from './discounting.ts';
import { interpolate } from './interpolation.ts';
import { checkHistory, type PurchaseHistory } from './purchase-counts.ts';

/** The forecast of a customer's purchases within the horizon. */
export interface OrderForecast {
  probabilityAlive: number;
  /** Probability of at least one purchase within the horizon. Unlike P(alive), it differs between one-time buyers. */
  probabilityOfOrder: number;
  expectedOrders: number;
  /** Expected purchases, each discounted to today. */
  discountedOrders: number;
  /** Standard deviation of ln(discountedOrders) due to the uncertainty of the parameters. */
  logDeviation: number;
}

/** A forecast with the derivatives of ln(discountedOrders) with respect to ln(r), ln(α), ln(a) and ln(b). */
export type BgNbdForecast = Omit<OrderForecast, 'logDeviation'> & { slope: number[] };

/** Purchases of a customer who is alive: [expected, discounted, derivatives of discounted with respect to k, β, a and b]. */
type Flow = readonly number[];

/** From this x on, too few customers share the same x for interpolation in T to save time. */
const MIN_RARE_X = 64;

/**
 * Returns a function that forecasts a customer's purchases. The expected purchases in the next s units of time are
 *
 *                      a+b+x−1       1 − ((α+T) / (α+T+s))^(r+x) · 2F1(r+x, b+x; a+b+x−1; s / (α+T+s))
 *     E[Y(s) | …]  =   ———————   ·   —————————————————————————————————————————————————————————————————
 *                       a − 1          1 + δ(x > 0) · a / (b+x−1) · ((α+T) / (α+t_x))^(r+x)
 *
 * The reciprocal of the denominator is P(alive). The rest is computed as an average over p: a customer who is alive at T has
 * λ ~ Gamma(r+x, rate α+T) and p ~ Beta(a, b+x), and makes (1 − e^(−λps)) / p purchases on average in the next s, so that
 *
 *     E[Y(s) | …]  =   P(alive) · E_p[ (1 − (1 + p·s / (α+T))^−(r+x)) / p ].
 *
 * Both forms are equal: the second is Euler's integral for the 2F1. It is used because it has no pole at a = 1 or a + b = 1,
 * cannot overflow, and sums only positive terms.
 * @param parameters all positive
 * @param horizon s, in the parameters' unit of time, positive
 * @param discountRate continuous rate per unit of time, at least 0
 * @returns a function of a customer's history, which throws a RangeError for an impossible history
 * @see Fader, Hardie & Lee (2005), eq. 10
 * @example
 * const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * const forecast = bgNbdForecaster(cdnow, 39)({ x: 2, tX: 30.43, T: 38.86 });
 * forecast.expectedOrders // => 1.226
 * forecast.probabilityOfOrder // => 0.555
 */
export function bgNbdForecaster(
  parameters: BgNbdParameters,
  horizon: number,
  discountRate = 0,
): (history: PurchaseHistory) => BgNbdForecast {
  const { r, alpha, a, b } = parameters;
  const discounts = discountNodes(horizon, discountRate);
  const dropouts = memoize((x: number): BetaNode[] =>
    betaNodes(a, b + x, 1 / Math.max(1, ((r + x) * horizon) / alpha)),
  );

  /** With k = r + x and β = α + T: E_p[ (1 − (1 + ps/β)^−k) / p ] at the horizon, and discounted, with derivatives. */
  function aliveFlow(x: number, beta: number): Flow {
    const k = r + x;
    let [orders, discounted, byK, byBeta, byA, byB] = [0, 0, 0, 0, 0, 0];
    for (const { p, weight, slopeA, slopeB } of dropouts(x)) {
      let [expected, present, presentByK, presentByBeta] = [0, 0, 0, 0];
      for (const { time: s, weight: discount } of discounts) {
        const z = s / beta;
        const growth = Math.log1p(p * z);
        // (1 + ps/β)^−k − 1, which expm1 keeps exact near 0.
        const minus = Math.expm1(-k * growth);
        expected = -minus / p;
        present += discount * expected;
        presentByK += (discount * (1 + minus) * growth) / p;
        presentByBeta -= (discount * (1 + minus) * k * z) / (beta * (1 + p * z));
      }
      orders += weight * expected;
      discounted += weight * present;
      byK += weight * presentByK;
      byBeta += weight * presentByBeta;
      byA += slopeA * present;
      byB += slopeB * present;
    }
    return [orders, discounted, byK, byBeta, byA, byB];
  }

  // For speed: the flow depends only on x and T, and is smooth in ln(1 + T/α). Many customers share a small x, so for these
  // the flow is interpolated in T.
  const flowsByX = memoize((x: number) => interpolate((growth) => aliveFlow(x, alpha * Math.exp(growth))));
  const flowAt = (x: number, T: number): Flow =>
    x < MIN_RARE_X ? flowsByX(x)(Math.log1p(T / alpha)) : aliveFlow(x, alpha + T);
  // The last flow is cached, because consecutive customers share it if they are sorted by x and T.
  let last: { x: number; T: number; flow: Flow } = { x: Number.NaN, T: Number.NaN, flow: [] };

  return (history) => {
    checkHistory(history);
    const { x, tX, T } = history;
    if (x !== last.x || T !== last.T) last = { x, T, flow: flowAt(x, T) };
    const [orders = 0, discounted = 0, byK = 0, byBeta = 0, byA = 0, byB = 0] = last.flow;
    const k = r + x;
    const beta = alpha + T;
    const alive = probabilityAlive(parameters, history);
    const dead = 1 - alive;
    return {
      probabilityAlive: alive,
      probabilityOfOrder: alive * -Math.expm1(-k * Math.log1p(horizon / beta)),
      expectedOrders: alive * orders,
      discountedOrders: alive * discounted,
      // Derivatives of ln(P(alive) · discounted); ∂ ln P(alive) = −dead · ∂u, with u = ln(A4 / A3) as in fit-bg-nbd.ts.
      slope: [
        r * (byK / discounted - dead * Math.log1p((T - tX) / (alpha + tX))),
        alpha * (byBeta / discounted - dead * k * (1 / beta - 1 / (alpha + tX))),
        a * (byA / discounted) - dead,
        b * (byB / discounted + (x > 0 ? dead / (b + x - 1) : 0)),
      ],
    };
  };
}

function memoize<Value>(compute: (key: number) => Value): (key: number) => Value {
  const values = new Map<number, Value>();
  return (key) => {
    const value = values.get(key) ?? compute(key);
    values.set(key, value);
    return value;
  };
}
