import type { Label } from '../../../shared/domain/features/feature.ts';
import { groupTiers, type TierGroup, type TierSizes } from '../../../shared/domain/report/tier-groups.ts';
import type { SummarisedRun } from './read-history.ts';

/** The tiers as the report shows them. */
export interface TierNames {
  /** Those of all runs shown, highest first: the tiers of this run, then those that only earlier runs have. */
  all: TierGroup[];
  /** Those that this run has. */
  current: TierGroup[];
  /** The key that a tier is shown under. */
  keyOf(tier: string): string;
  /** The label of one tier. */
  labelOf(tier: string): Label;
}

/** @param history oldest first, at least one run */
export function nameTiers(history: readonly SummarisedRun[]): TierNames {
  const known = new Map<string, TierSizes>();
  for (const { summary } of history.toReversed()) {
    for (const { tier, label_en, label_zh } of summary.tiers) {
      if (known.has(tier)) continue;
      const sizes = history.map((run) => run.summary.tiers.find((each) => each.tier === tier)?.customers ?? 0);
      known.set(tier, { name: tier, label: { en: label_en, zh: label_zh }, sizes });
    }
  }
  const all = groupTiers([...known.values()]);
  const keys = new Map(all.flatMap(({ key, tiers }) => tiers.map((tier) => [tier, key])));
  const now = new Set(history.at(-1)?.summary.tiers.map(({ tier }) => tier));
  return {
    all,
    current: all.filter(({ tiers }) => tiers.some((tier) => now.has(tier))),
    keyOf: (tier) => keys.get(tier) ?? tier,
    labelOf: (tier) => known.get(tier)?.label ?? { en: tier, zh: tier },
  };
}

/** Adds up the rows of the tiers that are shown as one. */
export function sumByTier<Row extends { tier: string }>(
  { keyOf }: TierNames,
  { key }: TierGroup,
  rows: readonly Row[],
  figure: (row: Row) => number,
): number {
  return rows.filter(({ tier }) => keyOf(tier) === key).reduce((sum, row) => sum + figure(row), 0);
}
