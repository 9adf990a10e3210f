import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { RowCount } from '../../../shared/domain/intake/datasets/dataset.ts';
import { type Dataset, datasetDefinitions } from '../../../shared/domain/intake/datasets/datasets.ts';
import type { UploadMoney } from '../../../shared/run/reports.ts';
import type { TextTable } from './text-table.ts';

/** Counts rows by outcome; always rows = kept + duplicates + filtered + quarantined. */
export async function countRows(database: Database, table: TextTable, dataset: Dataset) {
  const counted = z.object({ kind: z.string(), rows: z.number() });
  const byKind = (view: string) =>
    database.rows(`select kind, count(*)::integer as rows from ${view} group by kind order by kind`, counted);
  const kept = await byKind('kept');
  const refused = await byKind('refused');
  const [copies] = await database.rows(
    `select coalesce(sum(times - 1), 0)::integer - (select coalesce(sum(times_kept - 1), 0)::integer from settled) as rows
     from copies`,
    z.object({ rows: z.number() }),
  );
  const countedAs = (count: RowCount) =>
    kept
      .filter(({ kind }) => datasetDefinitions[dataset].kept[kind] === count)
      .reduce((sum, { rows }) => sum + rows, 0);
  const returns = countedAs('returned');
  const reasons = Object.fromEntries(refused.map(({ kind, rows }) => [kind, rows]));
  if (table.malformed.length > 0) reasons.malformed_row = table.malformed.length;
  return {
    rows: table.rows,
    kept: countedAs('kept') + returns,
    returns,
    duplicates: copies?.rows ?? 0,
    filtered: countedAs('filtered'),
    quarantined: Object.values(reasons).reduce((sum, rows) => sum + rows, 0),
    reasons,
  };
}

const sums = z.object({
  purchases: z.number(),
  discounts: z.number(),
  returns: z.number(),
  undone: z.number(),
  filtered: z.number(),
  refunded: z.number(),
  duplicates: z.number(),
  quarantined: z.number(),
  without_amount: z.number(),
});

/**
 * Sums the amounts of an orders file by what became of them, each regardless of its sign, in the currency of its sums; always
 * read = the sum of the others.
 * @param read of all rows, before they were decided
 */
export async function countMoney(database: Database, read: number): Promise<UploadMoney> {
  const [money] = await database.rows(
    `with kept_sums as (
       select
         sum(amount) filter (kind = 'purchase' and amount >= 0) as purchases,
         sum(-amount) filter (kind = 'purchase' and amount < 0) as discounts,
         sum(-amount) filter (kind = 'return') as returns,
         sum(abs(amount)) filter (kind = 'undone') as undone,
         sum(abs(amount)) filter (kind = 'void') as filtered
       from kept
     ),
     settled_sums as (
       select sum(refunded) as refunded, sum((times - times_kept) * abs(amount)) as duplicates
       from settled
     ),
     refused_sums as (
       select sum(abs(amount)) as quarantined, sum((times - 1) * abs(amount)) as duplicates, count(*) filter (amount is null) as without_amount
       from refused left join copies using (row_hash)
     )
     select
       coalesce(purchases, 0)::double as purchases, coalesce(discounts, 0)::double as discounts,
       coalesce(returns, 0)::double as returns, coalesce(undone, 0)::double as undone, coalesce(filtered, 0)::double as filtered,
       coalesce(refunded, 0)::double as refunded,
       (coalesce(settled_sums.duplicates, 0) + coalesce(refused_sums.duplicates, 0))::double as duplicates,
       coalesce(quarantined, 0)::double as quarantined, without_amount::integer as without_amount
     from kept_sums, settled_sums, refused_sums`,
    sums,
  );
  if (!money) throw new Error('The query of amounts gave no row');
  const foreign = await database.rows(
    `select own_currency as currency, sum(abs(own_amount))::double as amount from refused
     where own_currency is not null group by own_currency order by own_currency`,
    z.object({ currency: z.string(), amount: z.number() }),
  );
  return { read, ...money, foreign: Object.fromEntries(foreign.map(({ currency, amount }) => [currency, amount])) };
}
