import { type BetaAverage, betaAverage } from './beta-average.ts';
import { type BgNbdParameters, probabilityAlive } from './bg-nbd.ts';
import { discounting } from './discounting.ts';
import { interpolated } from './interpolation.ts';
import { checkHistory, type PurchaseHistory } from './purchase-counts.ts';

/** What a customer is expected to do within the horizon. */
export interface OrderForecast {
  probabilityAlive: number;
  /** Probability of at least one purchase within the horizon: unlike P(alive) it also tells one-time buyers apart. */
  probabilityOfOrder: number;
  expectedOrders: number;
  /** Expected purchases, each at its present value of 1 today. */
  discountedOrders: number;
  /** Standard deviation of ln(discountedOrders) that comes from the uncertainty of the parameters. */
  logDeviation: number;
}

/** A customer's forecast, with the slope of ln(discountedOrders) by ln(r), ln(alpha), ln(a) and ln(b). */
export type BgNbdForecast = Omit<OrderForecast, 'logDeviation'> & { slope: number[] };

/** Orders of a customer who is alive, discounted ones, and the derivatives of these. They depend on x and t alone. */
interface Flow {
  orders: number;
  discounted: number;
  byK: number;
  byBeta: number;
  byA: number;
  byB: number;
}

/** Who made fewer repeat purchases shares their number with so many that flows are interpolated between a few times. */
const MANY = 64;

/**
 * Forecasts customers under given parameters.
 *
 * A customer alive at t has λ ~ Gamma(r+x, rate alpha+t) and p ~ Beta(a, b+x), and buys (1 − e^(−λps)) / p times on
 * average in the next s. So
 *   E[purchases in s] = P(alive) · E_p[ (1 − (1 + p·s/(alpha+t))^−(r+x)) / p ],
 * which equals eq. 10 of the paper with its 2F1 put as Euler's integral. This form has no pole at a = 1 or
 * a + b = 1, nothing that overflows, and every term of it is positive.
 * @param horizon in the unit of time of the parameters, positive
 * @param discountRate continuous, per that unit
 * @see Fader, Hardie & Lee (2005), eq. 10
 */
export function bgNbdForecaster(
  parameters: BgNbdParameters,
  horizon: number,
  discountRate = 0,
): (history: PurchaseHistory) => BgNbdForecast {
  const { r, alpha, a, b } = parameters;
  const { times, weights } = discounting(horizon, discountRate);
  const averages = new Map<number, BetaAverage>();
  const averageFor = (x: number) => {
    const known = averages.get(x) ?? betaAverage(a, b + x, 1 / Math.max(1, ((r + x) * horizon) / alpha));
    averages.set(x, known);
    return known;
  };

  /** @returns the numbers of a {@link Flow}, in its order */
  function flowOf(x: number, beta: number): Float64Array {
    const k = r + x;
    const { p, weight, slopeA, slopeB } = averageFor(x);
    let [orders, discounted, byK, byBeta, byA, byB] = [0, 0, 0, 0, 0, 0];
    for (let point = 0; point < p.length; point++) {
      const dropout = p[point] as number;
      let [now, value, valueByK, valueByBeta] = [0, 0, 0, 0];
      for (let index = 0; index < times.length; index++) {
        const z = (times[index] as number) / beta;
        const present = weights[index] as number;
        const growth = Math.log1p(dropout * z);
        const minus = Math.expm1(-k * growth);
        now = -minus / dropout;
        value += present * now;
        valueByK += (present * (1 + minus) * growth) / dropout;
        valueByBeta -= (present * (1 + minus) * k * z) / (beta * (1 + dropout * z));
      }
      const share = weight[point] as number;
      orders += share * now;
      discounted += share * value;
      byK += share * valueByK;
      byBeta += share * valueByBeta;
      byA += (slopeA[point] as number) * value;
      byB += (slopeB[point] as number) * value;
    }
    return Float64Array.of(orders, discounted, byK, byBeta, byA, byB);
  }

  /** By x, the flow of who bought rarely as a function of ln(beta / alpha). */
  const flows = new Map<number, (at: number) => Float64Array>();
  const flowOfFew = (x: number, t: number) => {
    const flow = flows.get(x) ?? interpolated((at) => flowOf(x, alpha * Math.exp(at)));
    flows.set(x, flow);
    return flow(Math.log1p(t / alpha));
  };

  /** The last one is kept: where customers come in the order of x and t, many in a row share it. */
  let last = { x: Number.NaN, t: Number.NaN, flow: {} as Flow };
  const flowFor = (x: number, t: number): Flow => {
    if (x === last.x && t === last.t) return last.flow;
    const found = x < MANY ? flowOfFew(x, t) : flowOf(x, alpha + t);
    const [orders = 0, discounted = 0, byK = 0, byBeta = 0, byA = 0, byB = 0] = found;
    last = { x, t, flow: { orders, discounted, byK, byBeta, byA, byB } };
    return last.flow;
  };

  return (history) => {
    checkHistory(history);
    const { x, tX, t } = history;
    const k = r + x;
    const beta = alpha + t;
    const { orders, discounted, byK, byBeta, byA, byB } = flowFor(x, t);
    const alive = probabilityAlive(parameters, history);
    const dead = 1 - alive;
    const oddsByAlpha = k * (1 / beta - 1 / (alpha + tX));
    return {
      probabilityAlive: alive,
      probabilityOfOrder: alive * -Math.expm1(-k * Math.log1p(horizon / beta)),
      expectedOrders: alive * orders,
      discountedOrders: alive * discounted,
      slope: [
        r * (byK / discounted - dead * Math.log1p((t - tX) / (alpha + tX))),
        alpha * (byBeta / discounted - dead * oddsByAlpha),
        a * (byA / discounted) - dead,
        b * (byB / discounted + (x > 0 ? dead / (b + x - 1) : 0)),
      ],
    };
  };
}
