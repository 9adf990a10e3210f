import { z } from 'zod';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import type { Erasure } from '../../adapters/tables/erasure-table.ts';
import { macrosSql } from '../clean-rows/macros.ts';

const inBucket = z.object({ customer_id: z.string(), bucket: z.number() });

/** The customer buckets of persons. @returns those of each bucket that has any */
export async function personsByBucket(
  database: Database,
  persons: readonly Erasure[],
  buckets: number,
): Promise<Map<number, Erasure[]>> {
  await database.run(macrosSql);
  const all = await createErasedPersons(database, persons);
  const rows = await database.rows(
    `select customer_id, bucket_of(customer_id, $buckets) as bucket from ${all.name}`,
    inBucket,
    { buckets },
  );
  const bucketOf = new Map(rows.map(({ customer_id, bucket }) => [customer_id, bucket]));
  return Map.groupBy(persons, ({ customer_id }) => bucketOf.get(customer_id) ?? 0);
}

/** Creates a table of the persons' ids. */
export const createErasedPersons = (
  database: Database,
  persons: readonly Erasure[],
): Promise<Relation<'customer_id'>> => createTable(database, 'erased', { customer_id: 'VARCHAR' }, persons);
