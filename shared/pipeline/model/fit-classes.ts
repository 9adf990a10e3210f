import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../adapters/duckdb/relation.ts';
import { type ClassModel, classModelSchema } from '../../domain/classification/class-model.ts';
import type { ClassPolicy } from '../../domain/classification/classifications.ts';
import abcLinesSql from './abc-lines.sql';

const typical = z.object({ days: z.number().nullable() });

/** Learns what classes need to know of all customers: the typical rhythm, and the lines of A and B. */
export async function fitClasses(
  database: Database,
  features: Relation,
  { rhythm, abc }: ClassPolicy,
): Promise<ClassModel> {
  const [found] = await database.rows(
    `from (select quantile_cont(days_between_mean, 0.5) as days from ${features.name})`,
    typical,
  );
  const [lines] = await database.rows(withRelations(abcLinesSql, { features }), classModelSchema.shape.abc, {
    a_share: abc.a,
    // The sum of two shares such as 0.1 and 0.2 must not lie above 0.3.
    ab_share: Number((abc.a + abc.b).toFixed(9)),
  });
  return { typical_days: found?.days ?? rhythm.typicalDays, abc: lines ?? { a: null, b: null } };
}
