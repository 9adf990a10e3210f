/** Customers of {@link ordersCsv}, from the one who buys most and latest to the one who bought least. */
export const customers = Array.from({ length: 60 }, (_, index) => `C${String(index + 1).padStart(4, '0')}`);

/**
 * A small export of two years: the nth customer buys ever less, ever longer ago.
 * @param column what its customers are called
 */
export function ordersCsv(buyers: readonly string[] = customers, column = 'customer_id'): string {
  const day = 86_400_000;
  const end = Date.UTC(2026, 5, 30);
  const lines = buyers.flatMap((customer, rank) =>
    Array.from({ length: 1 + Math.floor((buyers.length - rank) / 4) }, (_, order) => {
      const date = new Date(end - (rank * 5 + order * 29) * day).toISOString().slice(0, 10);
      const amount = (900 / (rank + 3) + 7 * order + 5).toFixed(2);
      return [`${customer}-${order}`, customer, date, amount].join(',');
    }),
  );
  return `${[`order_id,${column},order_date,amount`, ...lines].join('\n')}\n`;
}
