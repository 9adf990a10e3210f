import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { ContentKind } from '../../../shared/domain/intake/datasets/dataset.ts';
import {
  type Dataset,
  datasetFields,
  type Field,
  fieldContent,
} from '../../../shared/domain/intake/datasets/datasets.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { ValueReaders } from './value-readers.ts';

/** What columns are read as: DuckDB types, or types of macros.sql. */
const contentTypes: Readonly<Record<ContentKind, string>> = {
  id: 'varchar',
  word: 'varchar',
  currency: 'varchar',
  date: 'timestamp',
  money: 'decimal(18, 4)',
  number: 'decimal(18, 4)',
  score: 'decimal(18, 4)',
};
const lineTypes: Partial<Record<Field, string>> = {
  amount: 'line_amount',
  unit_price: 'line_amount',
  order_total: 'line_amount',
  quantity: 'line_quantity',
};
const sqlType = (dataset: Dataset, field: Field) => lineTypes[field] ?? contentTypes[fieldContent(dataset, field)];
const UPLOAD_ID = String.raw`\d{8}T\d{9}Z-[0-9a-f]{12}`;
/** Columns of the quarantine file that are ours, not the export's. */
export const isStrataColumn = (header: string) => header.startsWith('strata_');
/** Whether a file has rows that come out of quarantine: which row of which upload each is stands in columns of ours. */
export const isRepaired = (headers: readonly string[]) =>
  headers.includes('strata_upload') && headers.includes('strata_row');

/** Which row of which upload a row out of quarantine is that does not fit its header, where its text still says so. */
export function parseOrigin(text: string): { row: number; upload: string } | undefined {
  const [, row, upload] = text.match(ORIGIN) ?? [];
  return row === undefined || upload === undefined ? undefined : { row: Number(row), upload };
}
const ORIGIN = new RegExp(String.raw`^"?(\d{1,9})\b.*?\b(${UPLOAD_ID})\b`, 's');

/**
 * Creates the view `source`: the rows of `lines` with, for each field of the dataset, its value, typed, and its text, as
 * `<field>_text`; both null for columns the upload has not. Beside them `row_hash`, the columns that may be shown of a refused
 * row as `raw_1` and so on, `upload_id`, the upload that a row belongs to, and of customers the other columns as one JSON
 * object, `attributes`. Of a row out of quarantine `repaired_upload` and `repaired_row` say which row of which upload it is, and
 * `repaired_by` which upload repairs it; the `raw` columns behind the others say the first two, too.
 * @param hashesIds whether customer ids are hashed, in what is shown too
 * @param hashesIdentifiers whether what identifies a customer is kept as a hash
 * @param computed further columns, by the SQL that makes them of the fields' values
 * @returns the headers of the columns that may be shown
 */
export async function createSource(
  database: Database,
  headers: readonly string[],
  recognised: Recognised<Dataset>,
  readers: ValueReaders,
  {
    uploadId,
    hashesIds,
    hashesIdentifiers,
    computed = {},
  }: { uploadId: string; hashesIds: boolean; hashesIdentifiers: boolean; computed?: Record<string, string> },
): Promise<string[]> {
  const { dataset, mapping, others, dropped } = recognised;
  const fields = datasetFields[dataset];
  const texts = fields.map((field) => `${fieldText(field, recognised)} as ${field}_text`);
  const shown = headers.filter((header) => !dropped.includes(header) && !isStrataColumn(header));
  const raw = shown.map((header, index) => {
    const isHashed = hashesIds && header === mapping.customer_id;
    return `${isHashed ? readers.read('customer_id', quotedIdentifier(header)) : quotedIdentifier(header)} as raw_${index + 1}`;
  });
  const attributes = others.map((header) => [header, `non_missing(masked(${quotedIdentifier(header)}))`]);
  if (hashesIdentifiers) {
    attributes.push(...dropped.map((header) => [header, `hmac_of(code_of(${quotedIdentifier(header)}))`]));
  }
  const json = `json_object(${attributes.map(([header = '', sql]) => `${quotedString(header)}, ${sql}`).join(', ')})::varchar`;
  // As an enum, an id that is the same in all rows is not copied for each of them.
  const own = quotedString(uploadId);
  const repaired = isRepaired(headers)
    ? [
        'try_cast(strata_row as bigint) as repaired_row',
        `if(regexp_full_match(strata_upload, '${UPLOAD_ID}') and repaired_row is not null, strata_upload, null) as repaired_upload`,
        `coalesce(repaired_upload, ${own}) as upload_id`,
        `if(repaired_upload is null, null, ${own}) as repaired_by`,
        `repaired_upload as raw_${raw.length + 1}, repaired_row::varchar as raw_${raw.length + 2}`,
        `${headers.includes('strata_raw') ? 'strata_raw' : 'null::varchar'} as raw_${raw.length + 3}`,
      ]
    : [
        'null::bigint as repaired_row, null as repaired_upload',
        `${own}::enum(${own}) as upload_id, null::varchar as repaired_by`,
      ];
  const values = fields.map((field) =>
    mapping[field] === undefined
      ? `null::${sqlType(dataset, field)} as ${field}`
      : `${typedValue(field, readers)} as ${field}`,
  );
  const further = Object.entries(computed).map(([name, sql]) => `${sql} as ${name}`);
  const text = `select ${[...texts, ...raw, ...repaired].join(', ')}, ${dataset === 'customers' ? json : 'null'} as attributes, row_hash from lines`;
  const read = `select ${['*', ...values].join(', ')} from (${text})`;
  // In one view: DuckDB plans each that is created, and this takes longer to plan than a small file to be read.
  await database.run(`create view source as select ${['*', ...further].join(', ')} from (${read})`);
  return shown;
}

/** The value of a field, from its text; null where it is more than a line can mean. */
function typedValue(field: Field, readers: ValueReaders): string {
  const value = readers.read(field, `${field}_text`);
  return lineTypes[field] ? `try_cast(${value} as ${lineTypes[field]})` : value;
}

/** The text of a field; that of a column which only one row of each order fills stands for all of its rows. */
function fieldText(field: Field, { mapping, amounts }: Recognised<Dataset>): string {
  const header = mapping[field];
  if (header === undefined) return 'null::varchar';
  const text = quotedIdentifier(header);
  if (!amounts?.onOneRow.includes(field) || field === 'order_total' || mapping.order_id === undefined) return text;
  const order = quotedIdentifier(mapping.order_id);
  return `if(present(${order}) is null, ${text}, coalesce(${text}, max(${text}) over (partition by ${order})))`;
}
