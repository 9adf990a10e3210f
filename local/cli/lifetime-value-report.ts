import type { Drift } from '../../shared/domain/drift/drift.ts';
import type { RunSummary } from '../../shared/run/summary.ts';
import { countText, moneyText, tableText } from './format.ts';

type LifetimeValue = NonNullable<RunSummary['lifetime_value']>;

/** Expected spend, the method of the estimate, and its backtest. */
export function lifetimeValueText({
  clv,
  horizon_months,
  method,
  reasons,
  backtest,
  no_backtest,
}: LifetimeValue): string {
  const simpler = reasons.length > 0 ? ` (simpler method: ${reasons.join(', ')})` : '';
  return [
    `  ${moneyText(clv)} in the next ${horizon_months} months, by ${method}${simpler}`,
    ...(backtest ? [backtestText(backtest)] : [`  no backtest: ${no_backtest}`]),
  ].join('\n');
}

function backtestText({ cut, total }: NonNullable<LifetimeValue['backtest']>): string {
  return tableText(
    [
      [`from ${cut}`, 'forecast', 'actual', 'naive baseline'],
      ['purchase days', ...[total.predicted_orders, total.actual_orders, total.naive_orders].map(wholeText)],
      ['spend', ...[total.predicted_spend, total.actual_spend, total.naive_spend].map(moneyText)],
    ],
    'lrrr',
  );
}

const wholeText = (value: number) => countText(Math.round(value));

const advice = {
  stable: 'customers are as they were when the model was fitted',
  watch: 'customers have changed somewhat since the model was fitted',
  refit: 'customers have changed since the model was fitted: set model to "fitted" for one run',
};

/** How far customers have drifted since the frozen model was fitted. */
export function driftText({ psi, worst, verdict }: Drift): string {
  return `  ${verdict}: ${advice[verdict]} (most in ${worst}: population stability index ${(psi[worst] ?? 0).toFixed(2)})`;
}
