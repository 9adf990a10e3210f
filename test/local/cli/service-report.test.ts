import { expect, it } from 'vitest';
import { costBenefitText, upliftText } from '../../../local/cli/service-report.ts';
import type { CostBenefit } from '../../../shared/domain/tiers/service/cost-benefit.ts';
import { emptyGroup, estimateUplift } from '../../../shared/domain/tiers/service/uplift.ts';

const figures = {
  ...{ customers: 1200, control: 0, budget: null, monetary_total: 90_000, spend_recent: 3000, spend_share: 0.75 },
  ...{ spend_year_ago: null, retention: null, satisfaction: null, answered: 0, clv: 12_000, clv_mean: 10 },
  value_per_cost: null,
};
const table: CostBenefit = {
  previous_run_id: null,
  recent: { from: '2026-06-03', to: '2026-08-31' },
  year_ago: null,
  tiers: [{ tier: 'gold', ...figures, previous: null }],
};

it('shows cost and benefit of the tiers without columns that have no values', () => {
  expect(costBenefitText(table).split('\n')).toEqual([
    '         customers   recent            CLV each',
    '  gold       1,200    3,000   75.0 %         10',
    '  recent: spend from 2026-06-03 to 2026-08-31',
  ]);
});

it('compares with the previous run and the previous year, with dashes for unknown values', () => {
  const gold = {
    ...figures,
    ...{ budget: 24_000, value_per_cost: 0.5, spend_year_ago: 2500, satisfaction: 81.25 },
    retention: { customers: 1100, bought: 550, share: 0.5 },
    previous: { ...figures, spend_recent: 2900 },
  };
  const [head, first, second, note] = costBenefitText({
    ...table,
    year_ago: { from: '2025-06-03', to: '2025-08-31' },
    tiers: [
      { tier: 'gold', ...gold },
      { tier: 'rest', ...figures, previous: null },
    ],
  }).split('\n');

  expect(head?.trim().split(/ {2,}/).slice(2)).toEqual([
    'previous run',
    'year ago',
    'bought since',
    'satisfied',
    'CLV each',
    'budget',
    'CLV per cost',
  ]);
  expect(first?.trim().split(/ {2,}/).slice(4)).toEqual(['2,900', '2,500', '50.0 %', '81.3', '10', '24,000', '0.5']);
  expect(second?.trim().split(/ {2,}/).slice(4)).toEqual(['–', '–', '–', '–', '10', '–', '–']);
  expect(note).toContain('a year ago from 2025-06-03 to 2025-08-31');
});

it('shows the uplift of the tiers that can be compared, and nothing when none can', () => {
  const treated = { customers: 8, bought: 6, spend: 805.65, spend_squares: 151680.3225 };
  const control = { customers: 5, bought: 3, spend: 155.5, spend_squares: 9700.25 };
  const gold = { tier: 'gold', ...estimateUplift(treated, control) };
  const rest = { tier: 'rest', ...estimateUplift(treated, emptyGroup) };
  const uplift = { experiment: 'spring', since: '2026-07-31', reason: null };

  expect(upliftText({ ...uplift, tiers: [gold, rest] })?.split('\n')).toEqual([
    '         treated   control             spend each          bought, points',
    '  gold         8         5   +69.6 (-17.6 to 157)   +15.0 (-29.3 to 56.0)',
  ]);
  expect(upliftText({ ...uplift, tiers: [rest] })).toBeUndefined();
});
