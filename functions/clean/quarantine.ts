import { z } from 'zod';
import { type Database, quotedIdentifier, quotedString } from '../../shared/adapters/duckdb.ts';
import type { Recognised } from '../../shared/domain/columns.ts';
import { acceptedKinds } from './counts.ts';
import type { TextTable } from './text-table.ts';

/** Which column a reason speaks of. */
const columnOf: Record<string, string> = {
  missing_customer_id: 'customer_id',
  missing_date: 'ordered_at',
  bad_date: 'ordered_at',
  missing_amount: 'amount',
  bad_amount: 'amount',
};

/**
 * Writes every refused row aside: its row number in the upload (the first row after the header is 1), the reason, the
 * column, and the row itself without the columns that identify a person.
 * @param hasRefused whether any row was not kept
 * @param store receives the local CSV file; not called when nothing was refused
 */
export async function writeQuarantine(
  database: Database,
  table: TextTable,
  { dropped }: Recognised,
  hasRefused: boolean,
  store: (path: string) => Promise<void>,
): Promise<void> {
  const shown = table.headers.filter((header) => !dropped.includes(header)).map(quotedIdentifier);
  const malformed = dropped.length === 0 ? table.malformed : table.malformed.map((row) => ({ ...row, raw: '' }));
  const path = `${database.directory}/quarantine.csv`;
  await database.run(
    hasRefused
      ? `create view refused as select row_number, kind as strata_reason
         from read_parquet(${quotedString(`${database.directory}/parts/bucket=-1/*.parquet`)})
         where kind not in (${acceptedKinds.map(quotedString).join(', ')})`
      : 'create table refused (row_number bigint, strata_reason varchar)',
  );
  const [counted] = await database.rows(
    'select count(*)::integer as rows from refused',
    z.object({ rows: z.number() }),
  );
  if ((counted?.rows ?? 0) + malformed.length === 0) return;
  await database.run(
    `copy (
       select row_number as strata_row, strata_reason, from_json($columns, '"JSON"') ->> strata_reason as strata_column,
         null as strata_raw, ${shown.join(', ')}
       from refused join numbered using (row_number)
       union all by name
       select unnest(from_json($malformed, '[{"strata_row": "BIGINT", "strata_reason": "VARCHAR", "strata_raw": "VARCHAR"}]'),
         recursive := true)
       order by strata_row
     ) to ${quotedString(path)} (header)`,
    {
      columns: JSON.stringify(columnOf),
      malformed: JSON.stringify(
        malformed.map(({ row_number, raw }) => ({
          strata_row: row_number,
          strata_reason: 'malformed_row',
          strata_raw: raw,
        })),
      ),
    },
  );
  await store(path);
}
