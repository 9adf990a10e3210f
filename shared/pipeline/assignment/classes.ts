import type { Query } from '../../adapters/duckdb/duckdb.ts';
import type { ClassModel } from '../../domain/classification/class-model.ts';
import { type ClassPolicy, classesSql } from '../../domain/classification/classifications.ts';
import factsSql from '../facts.sql';

/** The queries from `scored` to `classified`: each customer's class in every classification besides RFM. */
export const classSteps = (policy: ClassPolicy, model: ClassModel) =>
  ({
    facts: {
      sql: factsSql,
      parameters: { typical_days: model.typical_days, shortest_days: policy.rhythm.shortestDays },
    },
    classified: { sql: classesSql(policy, model) },
  }) satisfies Record<string, Query>;
