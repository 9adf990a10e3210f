import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import previousSql from './previous.sql';

/** What is looked at of the run before: column → DuckDB type. One of another version of Strata may lack some. */
const remembered = {
  ...{ customer_id: 'varchar', tier: 'varchar', previous_tier: 'varchar', tier_since: 'date', tier_cause: 'varchar' },
  ...{ ruled_tier: 'varchar', earned_tier: 'varchar', kept_tier: 'varchar' },
  ...{ runs_below: 'integer', counted_on: 'date', below_cause: 'varchar' },
  ...{ override_kind: 'varchar', override_tier: 'varchar', override_reason: 'varchar', override_author: 'varchar' },
  override_expires_on: 'date',
};

/**
 * Creates `previous` of the bucket's customers as the visible run left them, and `held`, what movement looks at of it.
 * @param file its tiers; undefined before the first run
 */
export async function createPrevious(database: Database, file: string | undefined): Promise<void> {
  const columns = Object.entries(remembered).map(([name, type]) => `${name} ${type}`);
  await database.run(`create table nobody (${columns.join(', ')})`);
  const known = file === undefined ? '' : `union all by name from read_parquet(${quotedString(file)})`;
  await database.run(`create view before as select ${Object.keys(remembered).join(', ')} from (from nobody ${known})`);
  await database.run(`create table previous as ${previousSql}`);
  await database.run('create view held as select customer_id, place, runs_below, counted_on from previous');
}
