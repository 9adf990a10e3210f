import { randomBernoulli, randomExponential, randomGamma, randomInt, randomNormal, randomUniform } from 'd3-random';
import { pick } from './sample-chance.ts';
import { products } from './sample-products.ts';

/** One customer of the sample, with the hidden parameters of the purchase process. */
export interface SampleCustomer {
  id: string;
  /** Days since the first day of the export, as are `firstPurchaseDay` and `lostDay`. */
  signUpDay: number;
  firstPurchaseDay: number;
  /** The day of the silent drop-out, which the export does not show. */
  lostDay: number;
  purchasesPerDay: number;
  /** Rate of the Gamma distribution of the customer's order values; the mean order value is 6 / `spendRate`. */
  spendRate: number;
  region: string;
  type: 'consumer' | 'business';
  birthYear: number | undefined;
  favouriteCategory: string;
  favouriteChannel: string;
}

const REGIONS = { North: 5, South: 4, West: 3, East: 2, Islands: 1 };
const CHANNELS = { web: 5, app: 3, store: 2 };
const CATEGORY_WEIGHTS = Object.fromEntries(Object.keys(products).map((category, rank) => [category, 5 - rank]));

/**
 * Draws customers from the Pareto/NBD model: a Gamma-distributed purchase rate (shape 0.9, mean one order in 51 days)
 * and, independently, an exponential lifetime with a Gamma-distributed rate (shape 1.2, median ten months). Sign-ups are
 * spread evenly over the export, and the first purchase follows within days or weeks.
 * @param days length of the export
 */
export function drawCustomers(count: number, days: number, source: () => number): SampleCustomer[] {
  const purchaseRate = randomGamma.source(source)(0.9, 1 / 46);
  const lossRate = randomGamma.source(source)(1.2, 1 / 400);
  const spendRate = randomGamma.source(source)(4, 1 / 35);
  const signUpDay = randomUniform.source(source)(days);
  const untilFirstPurchase = randomExponential.source(source)(1 / 6);
  const birthYear = randomNormal.source(source)(1981, 13);
  const isBusiness = randomBernoulli.source(source)(0.08);
  const gap = randomInt.source(source)(1, 4);
  const lifetime = randomExponential.source(source);

  let number = 1000;
  return Array.from({ length: count }, () => {
    number += gap();
    const signedUp = signUpDay();
    const firstPurchaseDay = signedUp + untilFirstPurchase();
    const business = isBusiness();
    return {
      id: String(number).padStart(6, '0'),
      signUpDay: signedUp,
      firstPurchaseDay,
      lostDay: firstPurchaseDay + lifetime(lossRate())(),
      purchasesPerDay: purchaseRate(),
      spendRate: spendRate() / (business ? 2.5 : 1),
      region: pick(REGIONS, source),
      type: business ? 'business' : 'consumer',
      birthYear: business ? undefined : Math.round(Math.min(2006, Math.max(1932, birthYear()))),
      favouriteCategory: pick(CATEGORY_WEIGHTS, source),
      favouriteChannel: pick(CHANNELS, source),
    };
  });
}
