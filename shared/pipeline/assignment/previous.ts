import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, createViewOfColumns, type Relation } from '../../adapters/duckdb/relation.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import { type Override, overrideColumns, overrideMembers } from '../../domain/tiers/overrides/override.ts';
import previousSql from './previous.sql';
import type { Tiers } from './ranking.ts';

/** Columns read from the previous run: name → DuckDB type. Runs of other versions of Strata may lack some. */
const columns = {
  ...{ customer_id: 'varchar', tier: 'varchar', previous_tier: 'varchar', tier_since: 'date', tier_cause: 'varchar' },
  ...{ ruled_tier: 'varchar', earned_tier: 'varchar', kept_tier: 'varchar' },
  ...{ runs_below: 'integer', counted_on: 'date', below_cause: 'varchar' },
  ...(Object.fromEntries(overrideMembers.map((member) => [`override_${member}`, overrideColumns[member]])) as Record<
    `override_${keyof Override}`,
    string
  >),
};

/** Customers in the visible run, with their tiers by name and by rank; the rank is null if the tier no longer exists. */
export type Previous = Relation<
  keyof typeof columns | 'rank' | 'earned_rank' | 'kept_rank' | 'tier_rank' | 'override_rank'
>;

/** @param file the visible run's tiers; without one, before the first run, there are no rows */
export async function createPrevious(database: Database, file: string | undefined, tiers: Tiers): Promise<Previous> {
  const source = file && `read_parquet(${quotedString(file)})`;
  const stored = await createViewOfColumns(database, 'stored', columns, source);
  return createTableAs(database, 'previous', previousSql, { stored, tiers });
}
