import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { RowCount } from '../../../shared/domain/intake/datasets/dataset.ts';
import { type Dataset, datasetDefinitions } from '../../../shared/domain/intake/datasets/datasets.ts';
import type { TextTable } from './text-table.ts';

/** Counts rows by outcome; always rows = kept + duplicates + filtered + quarantined. */
export async function countRows(database: Database, table: TextTable, dataset: Dataset) {
  const counted = z.object({ kind: z.string(), rows: z.number() });
  const byKind = (view: string) =>
    database.rows(`select kind, count(*)::integer as rows from ${view} group by kind order by kind`, counted);
  const kept = await byKind('kept');
  const refused = await byKind('refused');
  const [copies] = await database.rows(
    'select coalesce(sum(times - 1), 0)::integer as rows from copies',
    z.object({ rows: z.number() }),
  );
  const countedAs = (count: RowCount) =>
    kept
      .filter(({ kind }) => datasetDefinitions[dataset].kept[kind] === count)
      .reduce((sum, { rows }) => sum + rows, 0);
  const returns = countedAs('returned');
  const reasons = Object.fromEntries(refused.map(({ kind, rows }) => [kind, rows]));
  if (table.malformed.length > 0) reasons.malformed_row = table.malformed.length;
  return {
    rows: table.rows,
    kept: countedAs('kept') + returns,
    returns,
    duplicates: copies?.rows ?? 0,
    filtered: countedAs('filtered'),
    quarantined: Object.values(reasons).reduce((sum, rows) => sum + rows, 0),
    reasons,
  };
}
