import type { Database } from '../../adapters/duckdb/duckdb.ts';
import {
  createTableAs,
  createView,
  createViewOfColumns,
  type Relation,
  reading,
} from '../../adapters/duckdb/relation.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import { type Override, overrideColumns, overrideMembers } from '../../domain/tiers/overrides/override.ts';
import previousSql from './previous.sql';
import type { Tiers } from './ranking.ts';

/** What the run before left of customers: column → DuckDB type. One of another version of Strata may lack some. */
const columns = {
  ...{ customer_id: 'varchar', tier: 'varchar', previous_tier: 'varchar', tier_since: 'date', tier_cause: 'varchar' },
  ...{ ruled_tier: 'varchar', earned_tier: 'varchar', kept_tier: 'varchar' },
  ...{ runs_below: 'integer', counted_on: 'date', below_cause: 'varchar' },
  ...(Object.fromEntries(overrideMembers.map((member) => [`override_${member}`, overrideColumns[member]])) as Record<
    `override_${keyof Override}`,
    string
  >),
};
type Column = keyof typeof columns;

/** Customers as the visible run left them, tiers by name. */
export type PreviousTiers = Relation<Column>;
/** The same with tiers by rank too, null for one that is no more. */
export type Previous = Relation<Column | 'rank' | 'earned_rank' | 'kept_rank' | 'tier_rank' | 'override_rank'>;

/** Of nobody without a file, before the first run. */
export async function createPreviousTiers(database: Database, file: string | undefined): Promise<PreviousTiers> {
  const stored = file && (await createView(database, 'stored_tiers', `from read_parquet(${quotedString(file)})`));
  return createViewOfColumns(database, 'previous_tiers', columns, stored || undefined);
}

export const createPrevious = (
  database: Database,
  relations: { previous_tiers: PreviousTiers; tiers: Tiers },
): Promise<Previous> =>
  createTableAs(database, 'previous', reading(previousSql, relations), [
    ...(Object.keys(columns) as Column[]),
    ...(['rank', 'earned_rank', 'kept_rank', 'tier_rank', 'override_rank'] as const),
  ]);
