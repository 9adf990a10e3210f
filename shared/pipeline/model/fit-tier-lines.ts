import { ckmeans } from 'simple-statistics';
import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import type { Model } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { isMoreBetter, type LineColumn } from '../../domain/tiers/ranking/tier-columns.ts';
import { lineColumn } from '../../domain/tiers/ranking/tier-policy.ts';
import { type ValueModel, valueScoreSql } from '../../domain/tiers/ranking/value-score.ts';
import evenlySampledSql from './evenly-sampled.sql';
import paretoLinesSql from './pareto-lines.sql';
import quantileLinesSql from './quantile-lines.sql';

const lines = z.object({ lines: z.array(z.number().nullable()).nullable() });
/** Enough values to find the same breaks as with all of them; the search holds them in memory. */
const MAX_VALUES = 4000;

/**
 * Fits the condition of each tier: the policy's own conditions, or lines on one column so that tiers hold their shares of
 * buyers (slightly more with ties) or of value, or so that values are close within tiers.
 * @param valued buyers with every column that the lines use
 */
export async function fitTierLines(
  database: Database,
  valued: Relation,
  { tiers, tierMethod }: Pick<Policy, 'tiers' | 'tierMethod'>,
  value: ValueModel,
): Promise<Model['tiers']> {
  if (tierMethod.by === 'threshold') {
    return tiers.map(({ name, label, when }) => ({ name, label, line: null, when: when ?? null }));
  }
  const column = lineColumn(tierMethod);
  const buyers = column === 'value_score' ? `(${valueScoreSql(value, valued.name)})` : valued.name;
  // In `ranked`, more is better for every column.
  const sign = isMoreBetter(column) ? 1 : -1;
  await database.run(`create or replace view ranked as
    from (select ${sign} * ${column}::double as amount from ${buyers}) where amount is not null`);
  const drawn = await drawLines(database, { by: tierMethod.by, tiers });
  return tiers.map(({ name, label }, index) => {
    const line = index === tiers.length - 1 ? null : (drawn[index] ?? null);
    if (line === null) return { name, label, line, when: null };
    return { name, label, line: sign * line, when: atOrBeyond(column, sign * line) };
  });
}

const atOrBeyond = (column: LineColumn, line: number) =>
  isMoreBetter(column) ? { column, atLeast: line } : { column, atMost: line };

/** Lines from the highest tier down. */
function drawLines(
  database: Database,
  { by, tiers }: { by: LineMethod; tiers: Policy['tiers'] },
): Promise<(number | null)[]> {
  switch (by) {
    case 'quantile':
      return quantiles(database, cumulativeShares(tiers));
    case 'pareto':
      return paretoLines(database, cumulativeShares(tiers));
    case 'natural-breaks':
      return naturalBreaks(database, tiers.length);
  }
}

type LineMethod = Exclude<Policy['tierMethod']['by'], 'threshold'>;

/** Cumulative shares from the highest tier down. */
function cumulativeShares(tiers: Policy['tiers']): number[] {
  let above = 0;
  return tiers.flatMap(({ share }) => {
    if (share === undefined) return [];
    // Rounded, because the floating-point sum of 0.1 and 0.2 exceeds 0.3.
    above = Number((above + share).toFixed(9));
    return [above];
  });
}

async function quantiles(database: Database, shares: readonly number[]): Promise<(number | null)[]> {
  const [found] = await database.rows(quantileLinesSql, lines, { shares: JSON.stringify(shares) });
  return found?.lines ?? [];
}

async function paretoLines(database: Database, shares: readonly number[]): Promise<(number | null)[]> {
  const [found] = await database.rows(paretoLinesSql, lines, { shares: JSON.stringify(shares) });
  return found?.lines ?? [];
}

/** The smallest value of each group except the lowest, for groups with minimal within-group variance. */
async function naturalBreaks(database: Database, groups: number): Promise<number[]> {
  const [found] = await database.rows(evenlySampledSql, z.object({ amounts: z.array(z.number()) }), {
    most: MAX_VALUES,
  });
  const amounts = found?.amounts ?? [];
  const different = Math.min(groups, new Set(amounts).size);
  if (different < 2) return [];
  return ckmeans(amounts, different)
    .map(([smallest]) => smallest as number)
    .slice(1)
    .toReversed();
}
