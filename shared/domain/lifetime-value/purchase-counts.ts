/** A customer's history in the buy-till-you-die models: (x, t_x, T). Times are in the model's unit, days or weeks. */
export interface PurchaseHistory {
  /** Purchase days after the first: a whole number, 0 for one-time buyers. */
  x: number;
  /** t_x, time from the first purchase to the last; 0 when x is 0. */
  tX: number;
  /** Time from the first purchase to `asOf`. */
  T: number;
}

/** The number of customers with the same history. A million customers have about 100,000 distinct histories. */
export interface PurchaseCount extends PurchaseHistory {
  customers: number;
}

/** Largest x allowed: a purchase every day for 2,700 years. */
export const MAX_X = 1_000_000;

/**
 * Validates a history: 0 ≤ t_x ≤ T, x is whole, and t_x = 0 if x = 0.
 * @throws {RangeError} naming the invalid value
 * @example
 * checkHistory({ x: 2, tX: 30.43, T: 38.86 }) // => undefined
 * checkHistory({ x: 2, tX: 40, T: 38.86 }) // throws RangeError
 * checkHistory({ x: 0, tX: 1, T: 38.86 }) // throws RangeError
 */
export function checkHistory({ x, tX, T }: PurchaseHistory): void {
  if (!(Number.isInteger(x) && x >= 0 && x <= MAX_X)) {
    throw new RangeError(`Expected x to be a whole number from 0 to ${MAX_X}, got ${x}`);
  }
  if (!(0 <= tX && tX <= T && T < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Expected 0 <= tX <= T, got tX ${tX} and T ${T}`);
  }
  if (x === 0 && tX !== 0) throw new RangeError(`Expected tX to be 0 when x is 0, got ${tX}`);
}

/**
 * Validates every row with {@link checkHistory}, and that its number of customers is positive.
 * @throws {RangeError} naming the invalid value
 * @example
 * checkPurchaseCounts([{ x: 0, tX: 0, T: 39, customers: 12 }]) // => undefined
 * checkPurchaseCounts([{ x: 0, tX: 0, T: 39, customers: 0 }]) // throws RangeError
 */
export function checkPurchaseCounts(rows: readonly PurchaseCount[]): void {
  for (const row of rows) {
    checkHistory(row);
    if (!(row.customers > 0 && row.customers < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`Expected a positive number of customers, got ${row.customers}`);
    }
  }
}

/** Sums over customers. */
export interface PurchaseTotals {
  customers: number;
  /** Customers with x > 0. */
  repeatBuyers: number;
  /** Σ x. */
  repeatPurchases: number;
  /** Σ T. */
  customerTime: number;
}

/**
 * Sums over all customers.
 * @param rows one per distinct history
 * @example
 * purchaseTotals([{ x: 0, tX: 0, T: 10, customers: 3 }, { x: 2, tX: 4, T: 10, customers: 1 }])
 * // => { customers: 4, repeatBuyers: 1, repeatPurchases: 2, customerTime: 40 }
 */
export function purchaseTotals(rows: readonly PurchaseCount[]): PurchaseTotals {
  const totals = { customers: 0, repeatBuyers: 0, repeatPurchases: 0, customerTime: 0 };
  for (const { x, T, customers } of rows) {
    totals.customers += customers;
    if (x > 0) totals.repeatBuyers += customers;
    totals.repeatPurchases += x * customers;
    totals.customerTime += T * customers;
  }
  return totals;
}
