import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { writeCsv } from '../../../shared/adapters/duckdb/write-csv.ts';
import { quotedIdentifier } from '../../../shared/domain/sql/quoting.ts';
import { isRepaired, parseOrigin } from './source.ts';
import type { TextTable } from './text-table.ts';

/**
 * Writes the quarantine file: rejected and malformed rows, each with its row number in the upload (the first row after the
 * header is 1), reason, column, and its cells except those that identify a person. A row that is rejected again keeps its
 * original upload and row number.
 * @param hidesCells whether to omit the text of malformed rows, whose columns are unknown
 * @param columnOf the column that a reason refers to
 * @param shown headers of the other columns
 * @param store receives the local CSV file; not called if nothing was rejected
 */
export async function writeQuarantine(
  database: Database,
  table: TextTable,
  shown: readonly string[],
  {
    uploadId,
    hidesCells,
    columnOf,
  }: { uploadId: string; hidesCells: boolean; columnOf: (reason: string) => string | undefined },
  store: (path: string) => Promise<void>,
): Promise<void> {
  const isRepair = isRepaired(table.headers);
  const malformed = table.malformed.map(({ row_number, raw }) => {
    const origin = isRepair ? parseOrigin(raw) : undefined;
    return {
      strata_row: origin?.row ?? row_number,
      strata_reason: 'malformed_row',
      strata_upload: origin?.upload ?? uploadId,
      strata_raw: hidesCells ? '' : raw,
    };
  });
  const reasons = await database.rows('select distinct kind from refused', z.object({ kind: z.string() }));
  if (reasons.length + malformed.length === 0) return;
  const path = `${database.directory}/quarantine.csv`;
  const before = (place: number) => (isRepair ? `any_value(raw[${shown.length + place}])` : 'null');
  const columns = shown.map((header, index) => `masked(any_value(raw[${index + 1}])) as ${quotedIdentifier(header)}`);
  await writeCsv(
    database,
    `select coalesce(${before(2)}::bigint, min(row_number)) as strata_row, any_value(kind) as strata_reason,
         from_json($columns, '"JSON"') ->> strata_reason as strata_column,
         coalesce(${before(1)}, $upload_id::varchar) as strata_upload, ${hidesCells ? 'null' : before(3)} as strata_raw, ${columns.join(', ')}
       from refused join numbers using (row_hash)
       group by row_hash
       union all by name
       select * replace (masked(strata_raw) as strata_raw) from (select unnest(from_json($malformed,
         '[{"strata_row": "BIGINT", "strata_reason": "VARCHAR", "strata_upload": "VARCHAR", "strata_raw": "VARCHAR"}]'), recursive := true))
       order by strata_row, strata_upload`,
    path,
    {
      parameters: {
        columns: JSON.stringify(Object.fromEntries(reasons.map(({ kind }) => [kind, columnOf(kind)]))),
        malformed: JSON.stringify(malformed),
        upload_id: uploadId,
      },
    },
  );
  await store(path);
}
