import { type Database, quotedIdentifier, quotedString } from '../../shared/adapters/duckdb.ts';
import { customerFields, type Field, orderFields } from '../../shared/domain/column-aliases.ts';
import type { Recognised } from '../../shared/domain/columns.ts';

const fieldsOf = { orders: orderFields, customers: customerFields };

/**
 * Creates the view `source`: the rows of `numbered` under canonical names, all text; columns the upload has not are
 * null, and a customer's other columns are one JSON object, `attributes`.
 */
export async function createSource(database: Database, { dataset, mapping, others }: Recognised): Promise<void> {
  const fields: readonly Field[] = fieldsOf[dataset];
  const columns = fields.map((field) => {
    const header = mapping[field];
    return `${header === undefined ? 'null::varchar' : quotedIdentifier(header)} as ${field}`;
  });
  if (dataset === 'customers') {
    const attributes = others.map((header) => `${quotedString(header)}, present(${quotedIdentifier(header)})`);
    columns.push(`json_object(${attributes.join(', ')})::varchar as attributes`);
  }
  await database.run(`create view source as select ${columns.join(', ')}, row_hash, row_number from numbered`);
}
