import { customerColumns } from '../../../shared/domain/features/customer-columns.ts';
import { type ColumnType, namesWith } from '../../../shared/domain/features/feature.ts';

/**
 * Published columns of a customer. Facts that age by themselves are dates (`last_order_at`, not days since), so that an
 * inactive customer need not be rewritten; values over sliding windows, such as the spend of the last 90 days, are only in the
 * run's files.
 */
export const publishedColumns = namesWith(customerColumns, 'published');

/** Types that change form in JSON. */
const asPublished: Partial<Record<ColumnType, string>> = {
  'DECIMAL(18,4)': 'double',
  'DECIMAL(28,4)': 'double',
  DATE: 'varchar',
  TIMESTAMP: 'varchar',
  JSON: 'json',
};

/** DuckDB types of published columns; `missing_since` is the date of the first run without the customer. */
export const publishedTypes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    publishedColumns.map((column) => {
      const { type } = customerColumns[column];
      return [column, asPublished[type] ?? type];
    }),
  ),
  missing_since: 'varchar',
};
