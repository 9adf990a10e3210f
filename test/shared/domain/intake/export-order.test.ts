import { expect, it } from 'vitest';
import { compareExports, exportOrder } from '../../../../shared/domain/intake/export-order.ts';

it.each([
  ['orders-05.csv', 'orders-06.csv'],
  ['orders-9.csv', 'orders-10.csv'],
  ['sales_may.xlsx', 'sales_june.xlsx'],
  ['订单_5月.csv', '订单_11月.csv'],
  ['订单2024年5月.csv', '订单2024年06月.csv'],
  ['export 2023-12-31.csv', 'export 2024-01-01.csv.gz'],
  ['export_20231231_235959.csv', 'export_20240101_000000.csv'],
  ['2024-05-01_2024-05-31.csv', '2024-05-15_2024-06-14.csv'],
  ['orders20231231235959.csv', 'orders20240101000000.csv'],
  ['till 31.12.2023.csv', 'till 01.02.2024.csv'],
  ['2023/12/orders.csv', '2024/01/orders.csv'],
  ['Nov-2023.csv', 'Jan-2024.csv'],
  ['2023-Q4.csv', '2024-Q1.csv'],
  ['orders.csv', 'orders (1).csv'],
  ['orders (2).csv', 'orders (11).csv'],
  ['orders_v2.csv', 'orders_v3.csv'],
  ['2024-05.csv', '2024-05-corrected.csv'],
])('%s is earlier than %s', (earlier, later) => {
  expect(compareExports(earlier, later)).toBeLessThan(0);
  expect(compareExports(later, earlier)).toBeGreaterThan(0);
});

it('knows no order of names without dates and numbers', () => {
  expect(exportOrder('customers.csv')).toEqual({ position: 0, copy: 0 });
  expect(exportOrder('orders-8c7a91f0-3b1d-4f6e-9a55-0f1e2d3c4b5a.csv')).toEqual({ position: 0, copy: 0 });
  expect(compareExports('north.csv', 'south.csv')).toBe(0);
});
