import { randomBernoulli, randomExponential, randomGamma, randomInt, randomNormal, randomUniform } from 'd3-random';
import { pick } from './sample-chance.ts';
import { products } from './sample-products.ts';

/** One customer of the sample, with what the purchase process knows and an export does not show. */
export interface SampleCustomer {
  id: string;
  /** Days after the first day of the export; so are `firstPurchaseDay` and `lostDay`. */
  signUpDay: number;
  firstPurchaseDay: number;
  /** The day from which the customer buys no more, unknown to anyone. */
  lostDay: number;
  purchasesPerDay: number;
  /** The rate of the Gamma distribution that the customer's order values follow; the mean order is 6 / this. */
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
 * Draws customers as the Pareto/NBD model does: a Gamma-distributed purchase rate (shape 0.9, mean one order in 51
 * days) and an exponential lifetime whose rate is Gamma-distributed too (shape 1.2, median ten months), independent
 * of each other. They sign up evenly over the export's days and first buy within days or weeks.
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
