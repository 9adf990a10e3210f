import type { Drift } from '../../shared/domain/drift/drift.ts';
import type { RunSummary } from '../../shared/run/summary.ts';
import { countText, moneyText, tableText } from './format.ts';

type LifetimeValue = NonNullable<RunSummary['lifetime_value']>;

/** What customers are expected to spend, how that is estimated, and what the same would have said in the past. */
export function lifetimeValueText({
  clv,
  horizon_months,
  method,
  reasons,
  backtest,
  no_backtest,
}: LifetimeValue): string {
  const simpler = reasons.length > 0 ? `, a simpler estimate: ${reasons.join(', ')}` : '';
  return [
    `  ${moneyText(clv)} in the next ${horizon_months} months, by ${method}${simpler}`,
    ...(backtest ? [backtestText(backtest)] : [`  no backtest: ${no_backtest}`]),
  ].join('\n');
}

function backtestText({ cut, total }: NonNullable<LifetimeValue['backtest']>): string {
  return tableText(
    [
      [`from ${cut}`, 'forecast', 'came', 'going on as before'],
      ['purchase days', ...[total.predicted_orders, total.actual_orders, total.naive_orders].map(wholeText)],
      ['spend', ...[total.predicted_spend, total.actual_spend, total.naive_spend].map(moneyText)],
    ],
    'lrrr',
  );
}

const wholeText = (value: number) => countText(Math.round(value));

const advice = {
  stable: 'customers are as they were when it was learnt',
  watch: 'customers have changed somewhat since it was learnt',
  refit: 'customers have changed since it was learnt: set model to "fitted" for a run',
};

/** How far customers have moved from those that a kept model was learnt from. */
export function driftText({ psi, worst, verdict }: Drift): string {
  return `  ${verdict}: ${advice[verdict]} (most in ${worst}, population stability index ${(psi[worst] ?? 0).toFixed(2)})`;
}
