import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import {
  createTableAs,
  createViewOfColumns,
  type Relation,
  withRelations,
} from '../../../shared/adapters/duckdb/relation.ts';
import { bucketFromKey, runFiles } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { eachBucket } from './each-bucket.ts';
import factsSql from './facts.sql';

/** Runs of earlier versions of Strata lack `control` and `missing_since`. */
const publishedColumns = { customer_id: 'varchar', tier: 'varchar', control: 'boolean', missing_since: 'varchar' };

/**
 * Counts a run's customers, and those published before, by everything that figures are made of; see `facts.sql`. Has one bucket at a
 * time on the disk.
 * @param previous the run before, or null
 */
export async function gatherFacts(
  database: Database,
  lake: ObjectStore,
  { runId, previous }: { runId: string; previous: string | null },
): Promise<Relation> {
  let facts: Relation | undefined;
  for await (const { key, file } of eachBucket(database, lake, runId)) {
    const tiers = { name: `read_parquet(${quotedString(file)})` };
    const published = await fetchPublished(database, lake, previous, bucketFromKey(key) ?? 0);
    const previously_published = await createViewOfColumns(database, 'published', publishedColumns, published);
    const relations = { tiers, previously_published };
    if (facts) await database.run(`insert into ${facts.name} ${withRelations(factsSql, relations)}`);
    else facts = await createTableAs(database, 'facts', factsSql, relations);
  }
  if (!facts) throw new Error(`There are no results of run ${runId}`);
  return facts;
}

/** Downloads the bucket's customers published by the previous run. @returns a FROM clause, or undefined if there are none */
async function fetchPublished(database: Database, lake: ObjectStore, previous: string | null, bucket: number) {
  if (previous === null) return undefined;
  const [object] = await lake.list(runFiles.published(previous, bucket));
  if (!object) return undefined;
  const file = `${database.directory}/published.parquet`;
  await lake.fileFor(object.key, file, object.bytes);
  return `read_parquet(${quotedString(file)})`;
}
