import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { quotedIdentifier, quotedString } from '../../shared/domain/sql/quoting.ts';

/** Columns that compare with the previous run or depend on earlier runs, which differ between one and several drops. */
const fromEarlierRuns = [
  'previous_tier',
  'tier_since',
  'tier_cause',
  'standing',
  'runs_below',
  'counted_on',
  'below_cause',
  'demotion_on',
  'demotion_to',
  'orders_since',
  'spend_since',
];
/** Parts of the model that name the run or depend on the previous one. */
const ofTheRunItself = ['run_id', 'learnt_in', 'drift', 'by_policy_before'];

const totalsSchema = z.object({ customers: z.number(), orders: z.number(), money: z.number(), clv: z.number() });
export type Totals = z.infer<typeof totalsSchema>;

/** Totals of a run. `money` is spend minus returns. @param folder contains its `customers.parquet` */
export async function totalsOf(folder: string): Promise<Totals> {
  const [totals] = await duckdb(400)((database) =>
    database.rows(
      `select count(*)::integer as customers, sum(orders)::integer as orders,
         sum(monetary_total)::double as money, round(coalesce(sum(clv), 0)::double, 2) as clv
       from read_parquet(${parquetIn(folder)})`,
      totalsSchema,
    ),
  );
  return totals as Totals;
}

/**
 * Differences between two runs over the same data: features, scores, segments, classes, clusters, lifetime value and tiers of
 * every customer, and every parameter of the model.
 * @param one a folder with a run's `customers.parquet` and `model.json`
 * @returns one line per column and part of the model that differs, with an example
 */
export async function runDifferences(one: string, other: string): Promise<string[]> {
  return [...(await customerDifferences(one, other)), ...(await modelDifferences(one, other))];
}

/** A run's customers. Cluster numbers depend on the previous run, so the first customer of each cluster stands for it. */
const customersSql = (folder: string) => `
  select * replace (min(customer_id) over (partition by cluster) as cluster) from read_parquet(${parquetIn(folder)})`;

function customerDifferences(one: string, other: string): Promise<string[]> {
  return duckdb(400)(async (database) => {
    const columns = await database.rows(
      `select column_name from (describe from read_parquet(${parquetIn(one)}))`,
      z.object({ column_name: z.string() }),
    );
    await database.run(
      `create table joined as select one, other
       from (${customersSql(one)}) as one full join (${customersSql(other)}) as other on one.customer_id = other.customer_id`,
    );
    const differences: string[] = [];
    for (const { column_name } of columns.filter(({ column_name }) => !fromEarlierRuns.includes(column_name))) {
      const column = quotedIdentifier(column_name);
      const [found] = await database.rows(
        `select count(*)::integer as customers,
           first(coalesce(one.customer_id, other.customer_id) || ': '
             || coalesce(one.${column}::varchar, 'null') || ' / ' || coalesce(other.${column}::varchar, 'null')) as example
         from joined where one.${column} is distinct from other.${column}`,
        z.object({ customers: z.number(), example: z.string().nullable() }),
      );
      if (found?.customers)
        differences.push(`${column_name} of ${found.customers} customers, such as ${found.example}`);
    }
    return differences;
  });
}

const modelSchema = z.record(z.string(), z.unknown());

async function modelDifferences(one: string, other: string): Promise<string[]> {
  const [model, otherModel] = await Promise.all(
    [one, other].map(async (folder) =>
      modelSchema.parse(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'))),
    ),
  );
  const parts = new Set([...Object.keys(model ?? {}), ...Object.keys(otherModel ?? {})]);
  return [...parts]
    .filter((part) => !ofTheRunItself.includes(part))
    .flatMap((part) => {
      const [text, otherText] = [model, otherModel].map((each) => textOf(each?.[part]));
      return text === otherText ? [] : [`${part} of the model: ${around(text, otherText)}`];
    });
}

/** As JSON, without cluster numbers, and with clusters ordered by their other properties. */
function textOf(part: unknown): string {
  return (
    JSON.stringify(part, (key, value) => {
      if (key === 'cluster' || key === 'next_cluster') return undefined;
      if (key !== 'groups' && key !== 'places') return value;
      return (value as unknown[]).map(textOf).toSorted();
    }) ?? 'nothing'
  );
}

const SHOWN = 80;

/** Both texts from their first difference. */
function around(text = '', other = ''): string {
  const at = [...text].findIndex((letter, index) => letter !== other[index]);
  const from = Math.max(0, (at === -1 ? text.length : at) - SHOWN / 2);
  return [text, other].map((each) => each.slice(from, from + SHOWN)).join(' / ');
}

const parquetIn = (folder: string) => quotedString(join(folder, 'customers.parquet'));
