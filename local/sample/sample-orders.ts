import { randomExponential, randomGamma, randomGeometric } from 'd3-random';
import { pick, pickOne } from './sample-chance.ts';
import type { SampleCustomer } from './sample-customers.ts';
import { type Article, products } from './sample-products.ts';

export interface SampleOrder {
  customerId: string;
  /** Days since the first day of the export, with the time of day as fraction. */
  day: number;
  status: string;
  channel: string;
  lines: SampleLine[];
}

export interface SampleLine {
  product: string;
  category: string;
  quantity: number;
  unitPrice: number;
}

/** Seasonal demand by month, January first; the peak is 1. */
const SEASON = [0.62, 0.6, 0.68, 0.74, 0.78, 0.72, 0.64, 0.66, 0.74, 0.82, 0.96, 1];
const DAYS_PER_MONTH = 365.25 / 12;
const CHANNELS = { web: 1, app: 1, store: 1 };
const CATEGORIES = Object.fromEntries(Object.keys(products).map((category) => [category, 1]));
const STATUSES = { completed: 970, cancelled: 18, unpaid: 12 };

/**
 * Generates the orders of one customer: the first purchase, then a Poisson process thinned by season until the customer
 * drops out or the export ends. Order values are Gamma-distributed (shape 6) around the customer's mean, as in the
 * Gamma-Gamma model. Each order has one or more articles, mostly of the favourite category.
 */
export function generateOrders(customer: SampleCustomer, days: number, source: () => number): SampleOrder[] {
  const pause = randomExponential.source(source)(customer.purchasesPerDay);
  const value = randomGamma.source(source)(6, 1 / customer.spendRate);
  const articles = randomGeometric.source(source)(0.45);

  const orders: SampleOrder[] = [];
  const end = Math.min(days, customer.lostDay);
  for (let day = customer.firstPurchaseDay; day < end; day += pause()) {
    const isWanted = day === customer.firstPurchaseDay || source() < season(day);
    if (!isWanted) continue;
    orders.push({
      customerId: customer.id,
      day,
      status: pick(STATUSES, source),
      channel: source() < 0.8 ? customer.favouriteChannel : pick(CHANNELS, source),
      lines: linesWorth(value(), Math.min(8, articles()), customer.favouriteCategory, source),
    });
  }
  return orders;
}

/** Distinct articles that together cost about the given value, each priced near an equal share of it. */
function linesWorth(value: number, articles: number, favourite: string, source: () => number): SampleLine[] {
  const share = value / articles;
  const lines = Array.from({ length: articles }, () => {
    const category = source() < 0.6 ? favourite : pick(CATEGORIES, source);
    const distance = ([, price]: Article) => Math.abs(Math.log(price / share));
    const nearest = (products[category] ?? []).toSorted((one, other) => distance(one) - distance(other)).slice(0, 3);
    const [product, unitPrice] = pickOne(nearest, source);
    return { product, category, quantity: Math.max(1, Math.round(share / unitPrice)), unitPrice };
  });
  return [...new Map(lines.map((line) => [line.product, line])).values()];
}

function season(day: number): number {
  return SEASON[Math.floor(day / DAYS_PER_MONTH) % 12] ?? 1;
}
