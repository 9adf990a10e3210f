import type { RunSummary } from '../../shared/run/summary.ts';
import { countText, type Rows, section, tableText } from './format.ts';

/** Reviews shown one by one; later ones are added up. */
const SHOWN_REVIEWS = 3;

/** Tier changes and their causes, policy changes, and projected demotions. */
export function movementSections(
  { previous_run_id, cells, causes, foretold }: RunSummary['movement'],
  changes: RunSummary['policy_changes'],
  tiers: RunSummary['tiers'],
): string[] {
  if (previous_run_id === null) return [];
  const title = `Movement since run ${previous_run_id}`;
  const text = [tableText(matrix(cells, tiers), `l${'r'.repeat(tiers.length + 1)}`), causesText(causes)].join('\n');
  return [
    section(title, text),
    ...(changes.length > 0 ? [section('Policy changes', changes.map(changeText).join('\n'))] : []),
    ...(foretold.length > 0 ? [section('Projected demotions', projectedDemotionsText(foretold))] : []),
  ];
}

/** Rows are the previous tiers, columns the current ones. */
function matrix(cells: RunSummary['movement']['cells'], tiers: RunSummary['tiers']): Rows {
  const known = tiers.map(({ tier }) => tier);
  const [from, to] = [cells.map((cell) => cell.from), cells.map((cell) => cell.to)];
  const before = [
    ...new Set([...known, ...from.filter((tier) => tier !== null), ...(from.includes(null) ? [null] : [])]),
  ];
  const now = [...known, ...(to.includes(null) ? [null] : [])];
  const count = (one: string | null, other: string | null) =>
    cells.find((cell) => cell.from === one && cell.to === other)?.customers ?? 0;
  return [
    ['from \\ to', ...now.map((tier) => tier ?? 'missing')],
    ...before
      .filter((tier) => from.includes(tier))
      .map((tier) => [tier ?? 'new', ...now.map((other) => dash(count(tier, other)))]),
  ];
}

const dash = (customers: number) => (customers === 0 ? '–' : countText(customers));

function causesText(causes: RunSummary['movement']['causes']): string {
  if (causes.length === 0) return '  No customer changed tier';
  const byCause = Map.groupBy(causes, ({ cause }) => cause);
  const counts = [...byCause].map(([cause, each]) => `${cause} ${countText(sum(each))}`);
  return `  ${countText(sum(causes))} changed tier: ${counts.join(', ')}`;
}

/** Demotions by review: the first few one by one, the rest added up. */
export function projectedDemotionsText(foretold: RunSummary['movement']['foretold']): string {
  const days = [...Map.groupBy(foretold, ({ on }) => on)];
  const lines = days
    .slice(0, SHOWN_REVIEWS)
    .map(
      ([day, each]) =>
        `  ${day}   ${each.map(({ from, to, customers }) => `${from} → ${to} ${countText(customers)}`).join(', ')}`,
    );
  const rest = days.slice(SHOWN_REVIEWS).flatMap(([, each]) => each);
  return [...lines, ...(rest.length > 0 ? [`  later        ${countText(sum(rest))}`] : [])].join('\n');
}

const sum = (groups: readonly { customers: number }[]) => groups.reduce((total, { customers }) => total + customers, 0);

/** One changed field of a policy, as before → after. */
export function changeText({ field, before, after }: RunSummary['policy_changes'][number]): string {
  return `  ${field}: ${valueText(before)} → ${valueText(after)}`;
}

const valueText = (value: unknown) => (value === null ? 'not set' : JSON.stringify(value));
