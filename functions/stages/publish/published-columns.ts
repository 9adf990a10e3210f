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

/** Grain: one row per customer of the bucket: the published columns. Reads: `tiers` (this run's result). */
export const publishedSql = `select ${publishedColumns
  .map((column) => {
    const type = asPublished[customerColumns[column].type];
    return type ? `${column}::${type} as ${column}` : column;
  })
  .join(', ')} from tiers`;
