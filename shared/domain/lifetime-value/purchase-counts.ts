/** One customer as the buy-till-you-die models see them. Times are in the model's time unit, day or week. */
export interface PurchaseHistory {
  /** Purchase days after the first: a whole number, 0 for one-time buyers. */
  x: number;
  /** First to last purchase; 0 when x is 0. */
  tX: number;
  /** First purchase to the day of the estimate. */
  t: number;
}

/** How many customers share a history. A million customers are some 100,000 of these. */
export interface PurchaseCount extends PurchaseHistory {
  customers: number;
}

/** The largest x that is taken: a purchase on every day of 2,700 years. */
export const MAX_X = 1_000_000;

/**
 * Checks what is true of every history: 0 ≤ tX ≤ t, x whole, and x = 0 only with tX = 0.
 * @throws {RangeError} naming the value that breaks it
 */
export function checkHistory({ x, tX, t }: PurchaseHistory): void {
  if (!(Number.isInteger(x) && x >= 0 && x <= MAX_X)) {
    throw new RangeError(`Expected x to be a whole number from 0 to ${MAX_X}, got ${x}`);
  }
  if (!(0 <= tX && tX <= t && t < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Expected 0 <= tX <= t, got tX ${tX} and t ${t}`);
  }
  if (x === 0 && tX !== 0) throw new RangeError(`Expected tX to be 0 where x is 0, got ${tX}`);
}

/** {@link checkHistory} of every row, and that its number of customers is positive. */
export function checkPurchaseCounts(rows: readonly PurchaseCount[]): void {
  for (const row of rows) {
    checkHistory(row);
    if (!(row.customers > 0 && row.customers < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`Expected a positive number of customers, got ${row.customers}`);
    }
  }
}

export interface PurchaseTotals {
  customers: number;
  /** Customers with x > 0. */
  repeatBuyers: number;
  /** Sum of x. */
  repeatPurchases: number;
  /** Sum of t. */
  customerTime: number;
}

export function totalsOf(rows: readonly PurchaseCount[]): PurchaseTotals {
  const totals = { customers: 0, repeatBuyers: 0, repeatPurchases: 0, customerTime: 0 };
  for (const { x, t, customers } of rows) {
    totals.customers += customers;
    if (x > 0) totals.repeatBuyers += customers;
    totals.repeatPurchases += x * customers;
    totals.customerTime += t * customers;
  }
  return totals;
}
