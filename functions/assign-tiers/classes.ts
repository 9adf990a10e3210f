import type { Database } from '../../shared/adapters/duckdb.ts';
import type { ClassModel } from '../../shared/domain/classification/class-model.ts';
import { type ClassPolicy, classesSql } from '../../shared/domain/classification/classifications.ts';
import factsSql from '../../shared/sql/facts.sql';

/** Creates `classified`: every customer's class in every classification besides RFM. */
export async function createClasses(database: Database, policy: ClassPolicy, model: ClassModel): Promise<void> {
  await database.run(`create table facts as ${factsSql}`, {
    typical_days: model.typical_days,
    shortest_days: policy.rhythm.shortestDays,
  });
  await database.run(`create table classified as ${classesSql(policy, model)}`);
  await database.run('drop table facts');
}
