import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import { type Dataset, datasetDefinitions, isList } from '../../../shared/domain/intake/datasets/datasets.ts';
import { pagePattern } from '../../../shared/domain/intake/vocabulary/page-words.ts';
import {
  clearGroupTotalPattern,
  groupTotalPattern,
  totalPattern,
} from '../../../shared/domain/intake/vocabulary/total-words.ts';
import { walkInPattern } from '../../../shared/domain/intake/vocabulary/walk-in-words.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';

const matches = (text: string, pattern: string) => `regexp_matches(${text}, ${quotedString(pattern)}, 'i')`;
const all = (conditions: readonly string[]) => (conditions.length > 0 ? conditions.join(' and ') : 'true');

/**
 * The SQL of what a row of `lines` is if it is not about a customer: `walk_in`, a sale to nobody in particular; `total`, the sum
 * of other rows; `header`, the names of the columns again; `page`, the foot of a printed page; null for all others. Reads the
 * table `sampled`.
 */
export async function rowRoleSql(
  database: Database,
  headers: readonly string[],
  { dataset, mapping }: Recognised<Dataset>,
): Promise<string> {
  const { dateField } = datasetDefinitions[dataset];
  const column = (header: string | undefined) => (header === undefined ? undefined : quotedIdentifier(header));
  const [id = 'null::varchar', order, product] = [mapping.customer_id, mapping.order_id, mapping.product].map(column);
  const date = isList(dataset) ? undefined : column(mapping[dateField]);
  const hasNoDate = date === undefined ? 'true' : `present(${date}) is null`;
  const cells = headers.map(quotedIdentifier);
  const first = cells[0] ?? id;
  const [isTotal, isPage] = [totalPattern, pagePattern].map((pattern) => (text: string) => matches(text, pattern)) as [
    (text: string) => string,
    (text: string) => string,
  ];

  const totalLines = product !== undefined && order !== undefined && (await hasTotalLines(database, product));
  const mapped = [...new Set(Object.values(mapping))];
  const isHeader = all(
    mapped
      .slice(0, COMPARED_NAMES)
      .map((header) => `lower(trim(${quotedIdentifier(header)})) = ${quotedString(header.trim().toLowerCase())}`),
  );
  // A company may be called Total: its orders have numbers and dates.
  const isOrder =
    order === undefined || date === undefined
      ? 'false'
      : `present(${order}) is not null and not (${hasNoDate}) and not ${isTotal(order)}`;
  const anyOf = (texts: readonly string[], is: (text: string) => string) =>
    `list_bool_or(list_transform([${[...new Set(texts)].join(', ')}], cell -> ${is('cell')}))`;
  const filled = `len(list_filter([${cells.join(', ')}], cell -> cell <> ''))`;
  const labels = [first, date, order, product].filter((label) => label !== undefined);
  const rules = [
    `when ${isHeader} then 'header'`,
    `when not regexp_matches(${id}, '\\d') and regexp_matches(comparable_status(${id}), ${quotedString(walkInPattern)}) then 'walk_in'`,
    `when ${isTotal(id)} and not (${isOrder}) then 'total'`,
    `when ${hasNoDate} and ${matches(id, date === undefined ? clearGroupTotalPattern : groupTotalPattern)} then 'total'`,
    ...(product && totalLines ? [`when ${isTotal(product)} then 'total'`] : []),
    `when present(${id}) is null and ${anyOf(labels, isTotal)} then 'total'`,
    `when ${date === undefined ? `present(${id}) is null` : hasNoDate} and ${anyOf(cells, isTotal)} then 'total'`,
    `when ${hasNoDate} and ${filled} <= ${PAGE_CELLS} and ${anyOf(cells, isPage)} then 'page'`,
  ];
  // Most ids have a digit, and their rows a date: comparing the last character costs least.
  const isUsual = [
    `(right(${id}, 1) between '1' and '9' or regexp_matches(${id}, '[1-9]'))`,
    ...(/\d/.test(mapping.customer_id ?? '') ? [`${id} <> ${quotedString(mapping.customer_id ?? '')}`] : []),
    date === undefined ? `not contains(${id}, ' ') and strlen(${id}) = length(${id})` : `${date} <> ''`,
    ...(date === undefined && first !== id ? [`not ${isTotal(first)}`] : []),
    ...(product && totalLines ? [`not ${isTotal(product)}`] : []),
  ];
  return `case when ${all(isUsual)} then null ${rules.join(' ')} end`;
}

/** Columns compared with their names. */
const COMPARED_NAMES = 4;
/** Cells that a line of a printed page fills. */
const PAGE_CELLS = 2;

/** Whether orders have lines with their total, beside those of products. */
async function hasTotalLines(database: Database, product: string): Promise<boolean> {
  const [row] = await database.rows(
    `select coalesce(bool_or(${matches('product', totalPattern)}), false) as answer from (select distinct ${product} as product from sampled)`,
    z.object({ answer: z.boolean() }),
  );
  return row?.answer ?? false;
}
