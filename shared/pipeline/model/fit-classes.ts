import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../adapters/duckdb/relation.ts';
import { type ClassModel, classModelSchema } from '../../domain/classification/class-model.ts';
import type { ClassPolicy } from '../../domain/classification/classifications.ts';
import abcLinesSql from './abc-lines.sql';

const typical = z.object({ days: z.number().nullable() });

/** Fits the parameters of classes to all customers: the typical purchase interval, and the ABC lines. */
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
    // Rounded, because the floating-point sum of 0.1 and 0.2 exceeds 0.3.
    ab_share: Number((abc.a + abc.b).toFixed(9)),
  });
  return { typical_days: found?.days ?? rhythm.typicalDays, abc: lines ?? { a: null, b: null } };
}
