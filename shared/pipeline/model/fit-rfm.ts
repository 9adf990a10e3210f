import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../adapters/duckdb/relation.ts';
import { policySegments, type RfmModel } from '../../domain/rfm/rfm-model.ts';
import type { RfmPolicy } from '../../domain/rfm/rfm-policy.ts';
import binOfSql from '../bin-of.sql';
import nestedQuantilesSql from './nested-quantiles.sql';
import quantilesSql from './quantiles.sql';

const numbers = z.array(z.number());
const perFeature = <Value extends z.ZodType>(value: Value) =>
  z.object({ recency_days: value, orders: value, monetary_total: value });
const found = z.object({ quantiles: perFeature(numbers), means: perFeature(z.number()) });
const nested = z.object({ r: z.number(), f: z.number().nullable(), cuts: numbers });

const [THIRD, HALF] = [1 / 3, 1 / 2];

/** Fits RFM to the run's buyers: cut points, the lines between high and low, and the limits of the nine-grid. */
export async function fitRfm(database: Database, buyers: Relation, policy: RfmPolicy): Promise<RfmModel> {
  const fractions = Array.from({ length: policy.bins - 1 }, (_, index) => (index + 1) / policy.bins);
  const [row] = await database.rows(withRelations(quantilesSql, { buyers }), found, {
    fractions: JSON.stringify([...fractions, THIRD, 2 * THIRD, HALF]),
  });
  if (!row) throw new Error('The quantiles query gave no row');
  const of = <Value>(read: (values: readonly number[]) => Value) => ({
    recency_days: read(row.quantiles.recency_days),
    orders: read(row.quantiles.orders),
    monetary_total: read(row.quantiles.monetary_total),
  });
  const thirds = of((values) => values.slice(-3, -1));
  const lines = { mean: row.means, median: of((values) => values.at(-1) ?? 0) };
  const cut_points = policy.cutPoints ?? of((values) => values.slice(0, -3));
  return {
    bins: policy.bins,
    cut_points,
    nested_cut_points: policy.nested ? await nestedCutPoints(database, buyers, cut_points, fractions) : null,
    segments: policySegments(policy),
    class_lines: typeof policy.classSplit === 'string' ? lines[policy.classSplit] : policy.classSplit,
    nine_grid: policy.nineGrid ?? { recency_days: thirds.recency_days, monetary_total: thirds.monetary_total },
  };
}

/** Cut points within scores; for a score without buyers, those of all buyers. */
async function nestedCutPoints(
  database: Database,
  buyers: Relation,
  all: RfmModel['cut_points'],
  fractions: readonly number[],
): Promise<RfmModel['nested_cut_points']> {
  await database.run(binOfSql);
  const rows = await database.rows(withRelations(nestedQuantilesSql, { buyers }), nested, {
    recency_cuts: JSON.stringify(all.recency_days),
    fractions: JSON.stringify(fractions),
  });
  const scores = Array.from({ length: fractions.length + 1 }, (_, index) => index + 1);
  const findCuts = (r: number, f: number | null) => rows.find((row) => row.r === r && row.f === f)?.cuts;
  return {
    orders: scores.map((r) => findCuts(r, null) ?? all.orders),
    monetary_total: scores.map((r) => scores.map((f) => findCuts(r, f) ?? all.monetary_total)),
  };
}
