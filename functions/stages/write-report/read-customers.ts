import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { createParquetView, findParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import { createView, createViewOfColumns, withRelations } from '../../../shared/adapters/duckdb/relation.ts';
import { bucketFromKey, runFiles } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import clusterSquaresSql from './cluster-squares.sql';
import cohortsSql from './cohorts.sql';
import monthsSql from './months.sql';
import rfmCellsSql from './rfm-cells.sql';
import spendBinsSql from './spend-bins.sql';
import tierValuesSql from './tier-values.sql';

const count = z.number();
const tierValue = z.object({ tier: z.string(), customers: count, clv: z.number(), low: z.number(), high: z.number() });
const spendBin = z.object({ customers: count, spend: z.number() });
const rfmCell = z.object({ r: count, f: count, customers: count, monetary_total: z.number(), segment: z.string() });
const cohort = z.object({ month: z.string(), customers: count, bought_again: count });
const monthOfTier = z.object({
  month: z.string(),
  tier: z.string(),
  customers: count,
  orders: count,
  spend: z.number(),
});
const square = z.object({ cluster: count, x: z.number(), y: z.number(), customers: count, size: z.number() });

export type MonthOfTier = z.infer<typeof monthOfTier>;

/** Squares of the plane along its longer side. */
const SQUARES = 28;

/** What the report sums up over the customers of a run. Reads all of them, a column at a time and in no order. */
export async function readCustomers(database: Database, lake: ObjectStore, runId: string) {
  const tiers = await createParquetView(database, lake, 'tiers', runFiles.allTiers(runId));
  const query = <Row>(sql: string, row: z.ZodType<Row>) => database.rows(withRelations(sql, { tiers }), row);
  return {
    values: await query(tierValuesSql, tierValue),
    spendBins: await query(spendBinsSql, spendBin),
    cells: await query(rfmCellsSql, rfmCell),
    cohorts: await query(cohortsSql, cohort),
    months: await readMonths(database, lake, runId),
    squares: await readSquares(database, lake, runId),
  };
}

export type CustomerSums = Awaited<ReturnType<typeof readCustomers>>;

/** Bucket by bucket, so that the join of features and tiers holds one bucket only. */
async function readMonths(database: Database, lake: ObjectStore, runId: string) {
  const sums = new Map<string, MonthOfTier>();
  const files = await lake.list(runFiles.allTiers(runId));
  for (const bucket of files.flatMap(({ key }) => bucketFromKey(key) ?? [])) {
    const found = await findParquetView(database, lake, 'features', runFiles.features(runId, bucket));
    if (!found) continue;
    const tiers = await createParquetView(database, lake, 'tiers', runFiles.tiers(runId, bucket));
    // The features of runs of earlier versions of Strata have no months.
    const features = await createViewOfColumns(database, 'features', monthColumns, found.name);
    for (const row of await database.rows(withRelations(monthsSql, { features, tiers }), monthOfTier)) {
      const key = `${row.month} ${row.tier}`;
      const { customers, orders, spend } = sums.get(key) ?? { customers: 0, orders: 0, spend: 0 };
      sums.set(key, {
        ...row,
        customers: customers + row.customers,
        orders: orders + row.orders,
        spend: spend + row.spend,
      });
    }
  }
  return [...sums.values()];
}

const monthColumns = {
  customer_id: 'varchar',
  monthly_purchases: 'struct("month" date, orders integer, spend decimal(28, 4))[]',
};

/** The sample that clusters were found in; empty for a run whose model was fitted in an earlier one. */
async function readSquares(database: Database, lake: ObjectStore, runId: string) {
  const [plot] = await lake.list(runFiles.clusterPlot(runId));
  if (!plot) return [];
  const file = `${database.directory}/clusters.csv`;
  await lake.fileFor(plot.key, file, plot.bytes);
  const points = await createView(
    database,
    'points',
    `select cluster::integer as cluster, x::double as x, y::double as y
     from read_csv(${quotedString(file)}, header = true, all_varchar = true)`,
  );
  return database.rows(withRelations(clusterSquaresSql, { points }), square, { squares: SQUARES });
}
