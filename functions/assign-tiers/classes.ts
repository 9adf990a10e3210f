import type { Query } from '../../shared/adapters/duckdb.ts';
import type { ClassModel } from '../../shared/domain/classification/class-model.ts';
import { type ClassPolicy, classesSql } from '../../shared/domain/classification/classifications.ts';
import factsSql from '../../shared/sql/facts.sql';

/** The queries that lead from `scored` to `classified`: every customer's class in every classification besides RFM. */
export const classSteps = (policy: ClassPolicy, model: ClassModel) =>
  ({
    facts: {
      sql: factsSql,
      parameters: { typical_days: model.typical_days, shortest_days: policy.rhythm.shortestDays },
    },
    classified: { sql: classesSql(policy, model) },
  }) satisfies Record<string, Query>;
