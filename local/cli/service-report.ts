import type { CostBenefit } from '../../shared/domain/tiers/service/cost-benefit.ts';
import type { Uplifts } from '../../shared/domain/tiers/service/uplift.ts';
import { countText, moneyText, numberText, type Rows, shareText, tableText } from './format.ts';

type Tier = CostBenefit['tiers'][number];
type Figure = number | null | undefined;

const columns: { head: string; value: (tier: Tier) => Figure; text: (value: number) => string }[] = [
  { head: 'customers', value: (tier) => tier.customers, text: countText },
  { head: 'recent', value: (tier) => tier.spend_recent, text: moneyText },
  { head: '', value: (tier) => tier.spend_share, text: (share) => shareText(share, 1) },
  { head: 'previous run', value: (tier) => tier.previous?.spend_recent, text: moneyText },
  { head: 'year ago', value: (tier) => tier.spend_year_ago, text: moneyText },
  { head: 'bought since', value: (tier) => tier.retention?.share, text: (share) => shareText(share, 1) },
  { head: 'satisfied', value: (tier) => tier.satisfaction, text: numberText },
  { head: 'CLV each', value: (tier) => tier.clv_mean, text: moneyText },
  { head: 'budget', value: (tier) => tier.budget, text: moneyText },
  { head: 'CLV per cost', value: (tier) => tier.value_per_cost, text: numberText },
];

const UNKNOWN = '–';

/** Cost and benefit of each tier, without columns that have no values. */
export function costBenefitText({ tiers, recent, year_ago }: CostBenefit): string {
  const known = columns.filter(({ value }) => tiers.some((tier) => value(tier) != null));
  const cell = (tier: Tier, { value, text }: (typeof columns)[number]) => {
    const figure = value(tier);
    return figure == null ? UNKNOWN : text(figure);
  };
  const rows = tiers.map((tier) => [tier.tier, ...known.map((column) => cell(tier, column))]);
  const table = tableText([['', ...known.map(({ head }) => head)], ...rows], `l${'r'.repeat(known.length)}`);
  const before = year_ago ? `, a year ago from ${year_ago.from} to ${year_ago.to}` : '';
  return `${table}\n  recent: spend from ${recent.from} to ${recent.to}${before}`;
}

/** Uplift of treated over control customers by tier; undefined when no tier can be compared. */
export function upliftText({ tiers }: Uplifts): string | undefined {
  const compared = tiers.filter(({ spend, bought }) => spend && bought);
  if (compared.length === 0) return undefined;
  const rows: Rows = compared.map(({ tier, treated, control, spend, bought }) => [
    tier,
    countText(treated.customers),
    countText(control.customers),
    interval(spend, numberText),
    interval(bought, (value) => `${(100 * value).toFixed(1)}`),
  ]);
  return tableText([['', 'treated', 'control', 'spend each', 'bought, points'], ...rows], 'lrrrr');
}

type Interval = Uplifts['tiers'][number]['spend'];

const interval = (found: Interval, text: (value: number) => string) =>
  found ? `${signed(found.difference, text)} (${text(found.low)} to ${text(found.high)})` : UNKNOWN;
const signed = (value: number, text: (value: number) => string) => `${value > 0 ? '+' : ''}${text(value)}`;
