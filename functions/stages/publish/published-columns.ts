import { customerColumns } from '../../../shared/domain/features/customer-columns.ts';
import { type ColumnType, namesWith } from '../../../shared/domain/features/feature.ts';

/**
 * What is published of a customer. Facts that age by themselves are dates (`last_order_at`, not days since), so that a customer who
 * did nothing need not be written again; what slides with the day, such as the spend of the last 90 days, is in the run's files only.
 */
export const publishedColumns = namesWith(customerColumns, 'published');

/** Types that JSON has in another form. */
const asPublished: Partial<Record<ColumnType, string>> = {
  'DECIMAL(18,4)': 'double',
  'DECIMAL(28,4)': 'double',
  DATE: 'varchar',
  TIMESTAMP: 'varchar',
  JSON: 'json',
};

/** DuckDB types of what is published of a customer by column; `missing_since` is the date of the first run without the customer. */
export const publishedTypes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    publishedColumns.map((column) => {
      const { type } = customerColumns[column];
      return [column, asPublished[type] ?? type];
    }),
  ),
  missing_since: 'varchar',
};
