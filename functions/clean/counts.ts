import { z } from 'zod';
import type { Database } from '../../shared/adapters/duckdb.ts';
import type { TextTable } from './text-table.ts';

/** What may become of a row without its being refused. */
export const acceptedKinds = ['purchase', 'return', 'undone', 'void', 'profile', 'duplicate'];

/** Rows = kept + duplicates + filtered + quarantined, always. */
export async function countRows(database: Database, directory: string, table: TextTable) {
  const kinds = await database.rows(
    'select kind, count(*)::integer as rows from read_parquet($parts) group by kind order by kind',
    z.object({ kind: z.string(), rows: z.number() }),
    { parts: `${directory}/bucket=*/*.parquet` },
  );
  const of = (...names: string[]) =>
    kinds.filter(({ kind }) => names.includes(kind)).reduce((sum, { rows }) => sum + rows, 0);
  const reasons = Object.fromEntries(
    kinds.filter(({ kind }) => !acceptedKinds.includes(kind)).map(({ kind, rows }) => [kind, rows]),
  );
  if (table.malformed.length > 0) reasons.malformed_row = table.malformed.length;
  return {
    rows: table.rows,
    kept: of('purchase', 'return', 'undone', 'profile'),
    returns: of('return', 'undone'),
    duplicates: of('duplicate'),
    filtered: of('void'),
    quarantined: Object.values(reasons).reduce((sum, rows) => sum + rows, 0),
    reasons,
  };
}
