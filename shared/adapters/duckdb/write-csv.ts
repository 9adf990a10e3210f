import { z } from 'zod';
import { quotedIdentifier, quotedString } from '../../domain/sql/quoting.ts';
import { neutralised, neutralisedSql } from '../../domain/sql/spreadsheet-cells.ts';
import type { Database, Parameters } from './duckdb.ts';

const described = z.object({ column_name: z.string(), column_type: z.string() });
const isText = (type: string) => type === 'VARCHAR' || type === 'JSON' || type.startsWith('ENUM');

/**
 * Writes the rows of a query to a CSV file, for people to open in a spreadsheet: no text cell and no column name
 * is a formula.
 * @param query its order is kept
 * @param file the local path
 * @param header whether the file begins with the names of the columns; default: yes
 */
export async function writeCsv(
  database: Database,
  query: string,
  file: string,
  { header = true, parameters }: { header?: boolean; parameters?: Parameters } = {},
): Promise<void> {
  const columns = await database.rows(`describe select * from (${query})`, described, parameters);
  const cells = columns.map(({ column_name, column_type }) => {
    const name = quotedIdentifier(column_name);
    const cell = isText(column_type) ? neutralisedSql(`${name}::varchar`) : name;
    return `${cell} as ${quotedIdentifier(neutralised(column_name))}`;
  });
  await database.run(
    `copy (select ${cells.join(', ')} from (${query})) to ${quotedString(file)} (header ${header})`,
    parameters,
  );
}
