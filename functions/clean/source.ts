import { type Database, quotedIdentifier, quotedString } from '../../shared/adapters/duckdb.ts';
import { customerFields, type Field, orderFields } from '../../shared/domain/column-aliases.ts';
import type { Recognised } from '../../shared/domain/columns.ts';

const fieldsOf = { orders: orderFields, customers: customerFields };

/**
 * Creates the view `source`: the rows of `lines` under canonical names, all text, with `row_hash` and, as `raw_1` and so
 * on, the columns that may be shown of a refused row; and `source_sample`, the same of `sampled`. Columns the upload has
 * not are null, and a customer's other columns are one JSON object, `attributes`.
 * @returns the headers of the columns that may be shown
 */
export async function createSource(
  database: Database,
  headers: readonly string[],
  { dataset, mapping, others, dropped }: Recognised,
): Promise<string[]> {
  const fields: readonly Field[] = fieldsOf[dataset];
  const columns = fields.map((field) => {
    const header = mapping[field];
    return `${header === undefined ? 'null::varchar' : quotedIdentifier(header)} as ${field}`;
  });
  if (dataset === 'customers') {
    const attributes = others.map((header) => `${quotedString(header)}, present(${quotedIdentifier(header)})`);
    columns.push(`json_object(${attributes.join(', ')})::varchar as attributes`);
  }
  const shown = headers.filter((header) => !dropped.includes(header));
  const raw = shown.map((header, index) => `${quotedIdentifier(header)} as raw_${index + 1}`);
  await database.run(`create view source_sample as select ${columns.join(', ')} from sampled`);
  await database.run(`create view source as select ${[...columns, ...raw].join(', ')}, row_hash from lines`);
  return shown;
}
