import type { Report } from '../../../shared/domain/report/report.ts';
import { separateSmall } from '../../../shared/domain/report/small-cells.ts';
import type { SummarisedRun } from './read-history.ts';
import { sumByTier, type TierNames } from './tier-names.ts';

/** The flow of tiers through the runs shown, and the causes of this run's changes; null for a first run. */
export function composeMovement(history: readonly SummarisedRun[], names: TierNames): Report['movement'] {
  const summary = history.at(-1)?.summary;
  if (!summary || history.length < 2) return null;
  const causes = addUp(
    summary.movement.causes.map(({ from, to, ...rest }) => ({ ...rest, from: names.keyOf(from), to: names.keyOf(to) })),
  ).filter(({ from, to }) => from !== to);
  const { kept, merged } = separateSmall(causes);
  return {
    tiers: names.all.map(({ key, label }) => ({ key, label })),
    runs: history.map(({ run, summary: { tiers } }) => ({
      as_of: run.as_of ?? '',
      customers: tiers.reduce((sum, { customers }) => sum + customers, 0),
      tiers: names.all.map((group) => ({
        key: group.key,
        customers: sumByTier(names, group, tiers, ({ customers }) => customers),
      })),
    })),
    flows: history.slice(1).map((to, index) => composeFlow(history[index] ?? to, to, names)),
    causes: kept,
    merged_causes: mergedCells(merged),
    policy_changes: summary.policy_changes.length,
  };
}

function composeFlow(before: SummarisedRun, { run, summary }: SummarisedRun, names: TierNames) {
  const keyOf = (tier: string | null) => (tier === null ? null : names.keyOf(tier));
  const cells = addUp(
    summary.movement.cells.map(({ from, to, customers }) => ({ from: keyOf(from), to: keyOf(to), customers })),
  );
  const { kept, merged } = separateSmall(cells);
  return {
    from_run: before.run.as_of ?? '',
    to_run: run.as_of ?? '',
    cells: kept,
    merged: mergedCells(merged),
  };
}

/** Demotions by review if nothing changes. */
export function composeOutlook({ movement }: SummarisedRun['summary'], names: TierNames): Report['outlook'] {
  const demotions = addUp(
    movement.foretold.map(({ from, to, ...rest }) => ({ ...rest, from: names.keyOf(from), to: names.keyOf(to) })),
  ).filter(({ from, to }) => from !== to);
  const { kept, merged } = separateSmall(demotions);
  return { demotions: kept, merged: mergedCells(merged) };
}

/** Adds up the cells that differ in nothing but their customers. */
function addUp<Cell extends { customers: number }>(cells: readonly Cell[]): Cell[] {
  const byName = Map.groupBy(cells, ({ customers, ...name }) => JSON.stringify(Object.entries(name).toSorted()));
  return [...byName.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, customers: more.reduce((sum, { customers }) => sum + customers, first.customers) }] : [],
  );
}

export function mergedCells(cells: readonly { customers: number }[]) {
  if (cells.length === 0) return null;
  return { customers: cells.reduce((sum, { customers }) => sum + customers, 0), cells: cells.length };
}
