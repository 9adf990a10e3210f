import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import {
  type Dataset,
  datasetDefinitions,
  type Field,
  fieldContent,
} from '../../../shared/domain/intake/datasets/datasets.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { UploadQuality } from '../../../shared/run/reports.ts';
import qualitySql from './quality.sql';

/** With more kept rows than this, distinct ids and fences are estimated from the customers of some buckets. */
const SAMPLED_ROWS = 500_000;
const CENT = 0.011;

const nullable = z.number().nullable();
const figures = z.object({
  first_on: z.string().nullable(),
  last_on: z.string().nullable(),
  newest_on: z.string().nullable(),
  future: z.number(),
});
const amountFigures = z.object({
  amount_total: z.number(),
  filtered_total: z.number(),
  amount_from: nullable,
  amount_to: nullable,
  amount_outliers: z.number(),
  quantity_from: nullable,
  quantity_to: nullable,
  quantity_outliers: z.number(),
  amount_largest: nullable,
  amount_sum: nullable,
  quantity_largest: nullable,
  quantity_sum: nullable,
});
type AmountFigures = z.infer<typeof amountFigures>;

/**
 * Measures the quality of an upload's rows. Reads the views `kept` and `source` and the table `sampled`; creates the view
 * `some_kept`.
 * @param counts rows by outcome
 * @param today day of the run; later rows are in the future
 * @param hasCurrency whether the kept rows have a currency column
 * @param buckets number of customer buckets
 * @returns the figures, and the day of the newest purchase or other event up to today
 */
export async function measureQuality(
  database: Database,
  { dataset, mapping }: Recognised<Dataset>,
  counts: { rows: number; kept: number; reasons: Record<string, number> },
  { today, hasCurrency, buckets }: { today: string; hasCurrency: boolean; buckets: number },
): Promise<{ quality: UploadQuality; newestOn: string | null }> {
  const { kept, dateField, cleanDateColumn: date = dateField } = datasetDefinitions[dataset];
  const filtered = Object.keys(kept).filter((kind) => kept[kind] === 'filtered');
  const isCounted = filtered.length > 0 ? `kind not in (${filtered.map(quotedString).join(', ')})` : 'true';
  const some = Math.min(buckets, Math.ceil((buckets * SAMPLED_ROWS) / Math.max(counts.kept, 1)));
  await database.run(`create view some_kept as from kept where ${isCounted} and bucket < ${some}`);
  const [common] = await database.rows(
    `select
       min(${date})::date::varchar as first_on,
       max(${date})::date::varchar as last_on,
       max(${date}) filter (${date} < $today::date + interval 1 day and ${isCounted})::date::varchar as newest_on,
       count(*) filter (${date} >= $today::date + interval 1 day)::integer as future
     from kept where ${isCounted}`,
    figures,
    { today },
  );
  if (!common) throw new Error('The query of quality figures gave no row');
  const [money] = dataset === 'orders' ? await database.rows(qualitySql, amountFigures) : [];
  const ids = await countDistinctIds(database, dataset, mapping, buckets / some);
  const { newest_on, ...rest } = common;
  return {
    newestOn: newest_on,
    quality: {
      ...rest,
      differ_in_case: await idsDifferingInCase(database),
      customers: ids.customer_id ?? 0,
      columns: await columnQuality(database, dataset, mapping, counts, ids),
      amount_total: money?.amount_total ?? 0,
      filtered_total: money?.filtered_total ?? 0,
      amount: spread(money, 'amount'),
      quantity: spread(money, 'quantity'),
      currencies: hasCurrency ? await countCurrencies(database, isCounted) : {},
      inconsistent: await inconsistentRows(database, mapping, counts.kept),
    },
  };
}

function spread(figures: AmountFigures | undefined, of: 'amount' | 'quantity') {
  const [lower, upper] = [figures?.[`${of}_from`], figures?.[`${of}_to`]];
  if (!figures || lower == null || upper == null) return null;
  const [largest, sum] = [figures[`${of}_largest`] ?? 0, figures[`${of}_sum`] ?? 0];
  return { lower, upper, outliers: figures[`${of}_outliers`], largest, largest_share: sum > 0 ? largest / sum : 0 };
}

async function columnQuality(
  database: Database,
  dataset: Dataset,
  mapping: Recognised<Dataset>['mapping'],
  { rows, reasons }: { rows: number; reasons: Record<string, number> },
  ids: Partial<Record<Field, number>>,
): Promise<UploadQuality['columns']> {
  const fields = Object.entries(mapping) as [Field, string][];
  const [sampled] = await database.rows(
    `select count(*)::integer as rows,
       [${fields.map(([, header]) => `count(*) filter (present(${quotedIdentifier(header)}) is null)`).join(', ')}]::integer[] as missing,
       [${fields.map(([, header]) => `count(distinct ${quotedIdentifier(header)})`).join(', ')}]::integer[] as different
     from sampled`,
    z.object({ rows: z.number(), missing: z.array(z.number()), different: z.array(z.number()) }),
  );
  const refusedFor = (field: Field, is: 'missing' | 'invalid') =>
    Object.entries(reasons)
      .filter(
        ([reason]) =>
          datasetDefinitions[dataset].quarantineReasons[reason] === field &&
          reason.startsWith('missing') === (is === 'missing'),
      )
      .reduce((sum, [, rows]) => sum + rows, 0);
  return fields.map(([column, header], index) => ({
    column,
    header,
    missing:
      refusedFor(column, 'missing') || Math.round(((sampled?.missing[index] ?? 0) / (sampled?.rows || 1)) * rows),
    invalid: refusedFor(column, 'invalid'),
    distinct: ids[column] ?? sampled?.different[index] ?? 0,
  }));
}

/**
 * Counts distinct ids and products over `some_kept`: nearly every sampled row has its own, so the sample is too small. Ids that
 * belong to one customer are scaled by the number of buckets; products occur in every bucket.
 */
async function countDistinctIds(
  database: Database,
  dataset: Dataset,
  mapping: Recognised<Dataset>['mapping'],
  times: number,
) {
  const ids = (Object.keys(mapping) as Field[]).filter(
    (field) => fieldContent(dataset, field) === 'id' || field === 'product',
  );
  const [counted] = await database.rows(
    `select [${ids.map((id) => `count(distinct ${id})`).join(', ')}]::integer[] as different from some_kept`,
    z.object({ different: z.array(z.number()) }),
  );
  const ofAll = (id: Field, different = 0) => (id === 'product' ? different : Math.round(different * times));
  return Object.fromEntries(ids.map((id, index) => [id, ofAll(id, counted?.different[index])])) as Partial<
    Record<Field, number>
  >;
}

/** Counts customer ids of `some_kept` that another one equals but for capitals. */
async function idsDifferingInCase(database: Database): Promise<number> {
  const [found] = await database.rows(
    'select (count(distinct customer_id) - count(distinct lower(customer_id)))::integer as ids from some_kept',
    z.object({ ids: z.number() }),
  );
  return found?.ids ?? 0;
}

async function countCurrencies(database: Database, isCounted: string): Promise<Record<string, number>> {
  const rows = await database.rows(
    `select currency, count(*)::integer as rows from kept
     where ${isCounted} and currency is not null group by currency order by currency`,
    z.object({ currency: z.string(), rows: z.number() }),
  );
  return Object.fromEntries(rows.map(({ currency, rows: count }) => [currency, count]));
}

/** Estimates from the sample how many amounts differ from quantity times unit price. */
async function inconsistentRows(database: Database, mapping: Recognised<Dataset>['mapping'], kept: number) {
  if (!mapping.amount || !mapping.quantity || !mapping.unit_price) return 0;
  const number = (header: string) => `money_of(${quotedIdentifier(header)}, '.', ',')::double`;
  const [row] = await database.rows(
    `select coalesce(avg(if(abs(${number(mapping.amount)} - ${number(mapping.quantity)} * ${number(mapping.unit_price)}) > ${CENT}, 1, 0)), 0)::double as share
     from sampled`,
    z.object({ share: z.number() }),
  );
  return Math.round((row?.share ?? 0) * kept);
}
