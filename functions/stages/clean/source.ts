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
import type { Guests } from './guests.ts';
import type { ValueReaders } from './value-readers.ts';

/** DuckDB types of columns, or types of macros.sql. */
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
  refunded: 'line_amount',
  quantity: 'line_quantity',
};
const sqlType = (dataset: Dataset, field: Field) => lineTypes[field] ?? contentTypes[fieldContent(dataset, field)];
const UPLOAD_ID = String.raw`\d{8}T\d{9}Z-[0-9a-f]{12}`;
/** Columns that Strata adds to quarantine files. */
export const isStrataColumn = (header: string) => header.startsWith('strata_');
/** Whether a file contains rows from quarantine, which name their original upload and row. */
export const isRepaired = (headers: readonly string[]) =>
  headers.includes('strata_upload') && headers.includes('strata_row');

/** The origin of a repaired row that does not fit its header, if its text still contains it. */
export function parseOrigin(text: string): { row: number; upload: string } | undefined {
  const [, row, upload] = text.match(ORIGIN) ?? [];
  return row === undefined || upload === undefined ? undefined : { row: Number(row), upload };
}
const ORIGIN = new RegExp(String.raw`^"?(\d{1,9})\b.*?\b(${UPLOAD_ID})\b`, 's');

/**
 * Creates the view `source` of the rows of `lines`, with the typed value of each field of the dataset and its text as
 * `<field>_text`; both are null for columns that the upload lacks. It also has `row_hash`; `role`; `raw_1` and so on, the columns that
 * quarantine may show; `upload_id`, the upload that the row belongs to; and for customers `attributes`, the other columns as a
 * JSON object. For a row from quarantine, `repaired_upload` and `repaired_row` identify the original row, which the last `raw`
 * columns repeat, and `repaired_by` is the upload that repairs it.
 * @param hashesIds whether customer ids are hashed, in quarantine too
 * @param hashesIdentifiers whether identifying columns are kept as hashes
 * @param role the SQL of a row's role over the columns of `lines`, see {@link rowRoleSql}; a row with one has no customer
 * @param guests who the customers of rows without an id are, see {@link findGuests}
 * @param computed additional columns, by their SQL over the fields' values
 * @returns headers of the columns that quarantine may show
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
    role,
    guests,
    computed = {},
  }: {
    uploadId: string;
    hashesIds: boolean;
    hashesIdentifiers: boolean;
    role: string;
    guests: Guests | undefined;
    computed?: Record<string, string>;
  },
): Promise<string[]> {
  const { dataset, mapping, others, dropped } = recognised;
  const fields = datasetFields[dataset];
  const texts = fields.map((field) => `${fieldText(field, recognised, readers)} as ${field}_text`);
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
  // An enum avoids copying the id, which is the same for all rows.
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
  const customerOrValue = (field: Field) =>
    field === 'customer_id' ? customerSql(typedValue(field, readers), guests) : typedValue(field, readers);
  const values = fields.map((field) =>
    mapping[field] === undefined
      ? `null::${sqlType(dataset, field)} as ${field}`
      : `${customerOrValue(field)} as ${field}`,
  );
  const further = Object.entries(computed).map(([name, sql]) => `${sql} as ${name}`);
  const text = `select ${[...texts, ...raw, ...repaired].join(', ')}, ${role} as role, ${dataset === 'customers' ? json : 'null'} as attributes, row_hash${guests ? ', strata_guest' : ''} from lines${guests ? ` left join guests on strata_contact = ${guests.contact}` : ''}`;
  const read = `select ${['*', ...values].join(', ')} from (${text})`;
  // One view, because DuckDB plans each view on creation, which takes longer than reading a small file.
  await database.run(`create view source as select ${['*', ...further].join(', ')} from (${read})`);
  return shown;
}

/** A row with a role has no customer, unless its contact names one. */
function customerSql(id: string, guests: Guests | undefined): string {
  const own = `if(role is null, ${id}, null)`;
  return guests ? `coalesce(${own}, if(coalesce(role, 'walk_in') = 'walk_in', strata_guest, null))` : own;
}

/** The value of a field from its text; null if it is implausibly large for a line. */
function typedValue(field: Field, readers: ValueReaders): string {
  const value = readers.read(field, `${field}_text`);
  return lineTypes[field] ? `try_cast(${value} as ${lineTypes[field]})` : value;
}

/**
 * The text of a field. A column that is filled on only one row of each order applies to all its rows. Numbers of tills and files
 * start anew, so the rows of an order also share customer and day, where every row has them.
 */
function fieldText(field: Field, { mapping, amounts }: Recognised<Dataset>, readers: ValueReaders): string {
  const header = mapping[field];
  if (header === undefined) return 'null::varchar';
  const text = quotedIdentifier(header);
  const isShared = field === 'order_total' && amounts?.from === 'order_total';
  if (!amounts?.onOneRow.includes(field) || isShared || mapping.order_id === undefined) return text;
  const order = quotedIdentifier(mapping.order_id);
  const isOnEveryRow = (other: Field) => mapping[other] !== undefined && !amounts.onOneRow.includes(other);
  const customer = isOnEveryRow('customer_id') ? [quotedIdentifier(mapping.customer_id ?? '')] : [];
  const day = isOnEveryRow('ordered_at')
    ? [`${readers.read('ordered_at', quotedIdentifier(mapping.ordered_at ?? ''))}::date`]
    : [];
  const rows = [order, ...customer, ...day].join(', ');
  return `if(present(${order}) is null, ${text}, coalesce(${text}, max(${text}) over (partition by ${rows})))`;
}
