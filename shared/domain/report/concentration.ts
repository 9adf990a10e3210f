/** Customers with about the same spend; bins are in order of spend, highest first. */
export interface SpendBin {
  customers: number;
  spend: number;
}

/** A point of the Lorenz curve, counted from the customers with the highest spend: shares of all customers and of all spend. */
export interface CurvePoint {
  customers: number;
  spend: number;
}

/**
 * The Lorenz curve from the top: which share of spend the first share of customers has. Its points are exact; between two, spend
 * is taken as equal.
 * @returns points from (0, 0) to (1, 1); only these two if nobody spent anything
 * @example
 * lorenzCurve([{ customers: 1, spend: 60 }, { customers: 3, spend: 40 }])
 * // => [{ customers: 0, spend: 0 }, { customers: 0.25, spend: 0.6 }, { customers: 1, spend: 1 }]
 */
export function lorenzCurve(bins: readonly SpendBin[]): CurvePoint[] {
  const customers = bins.reduce((sum, bin) => sum + bin.customers, 0);
  const spend = bins.reduce((sum, bin) => sum + bin.spend, 0);
  const start = { customers: 0, spend: 0 };
  if (customers === 0 || spend <= 0) return [start, { customers: 1, spend: 1 }];
  const cumulated = { ...start };
  return [
    start,
    ...bins.map((bin) => {
      cumulated.customers += bin.customers;
      cumulated.spend += bin.spend;
      return { customers: cumulated.customers / customers, spend: cumulated.spend / spend };
    }),
  ];
}

/**
 * Share of spend of the first share of customers.
 * @param share from 0 to 1
 * @example
 * spendShareAt([{ customers: 0, spend: 0 }, { customers: 0.5, spend: 0.8 }, { customers: 1, spend: 1 }], 0.75) // => 0.9
 */
export function spendShareAt(curve: readonly CurvePoint[], share: number): number {
  const after = curve.findIndex(({ customers }) => customers >= share);
  const [from, to] = [curve[after - 1], curve[after]];
  if (!to) return 1;
  if (!from) return to.spend;
  const width = to.customers - from.customers;
  return from.spend + (width > 0 ? (to.spend - from.spend) * ((share - from.customers) / width) : 0);
}

/**
 * The Gini coefficient: 0 if everybody spends the same, near 1 if one customer spends everything.
 * @example
 * gini([{ customers: 0, spend: 0 }, { customers: 1, spend: 1 }]) // => 0
 */
export function gini(curve: readonly CurvePoint[]): number {
  const area = curve.slice(1).reduce((sum, point, index) => {
    const before = curve[index] ?? point;
    return sum + ((point.customers - before.customers) * (point.spend + before.spend)) / 2;
  }, 0);
  return 2 * area - 1;
}
