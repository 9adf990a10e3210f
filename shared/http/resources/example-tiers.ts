import { exampleOrigin } from '../../domain/run/origin.ts';

const figures = {
  ...{ customers: 750, control: 75, budget: 13500, monetary_total: 1733400.5, spend_recent: 301200, spend_share: 0.31 },
  ...{ spend_year_ago: 280150, retention: { customers: 741, bought: 402, share: 0.54251 } },
  ...{ satisfaction: 84.2, answered: 211, clv: 1402113, clv_mean: 1869.484, value_per_cost: 93.474 },
};

/** An example of `GET /v1/tiers`. */
export const exampleTiers = {
  ...exampleOrigin,
  tiers: [
    {
      tier: 'gold',
      label_en: 'Gold',
      label_zh: '金卡',
      ...{ customers: 750, monetary_total: 1733400.5, share: 0.15, revenue_share: 0.31 },
      service: {
        offers: [{ en: 'Free shipping', zh: '包邮' }],
        ...{ channel: 'phone', response_hours: 4, owner: 'Service desk', budget_per_customer: 20 },
      },
      service_by_segment: [],
      cost_benefit: { tier: 'gold', ...figures, previous: { ...figures, spend_recent: 290100 } },
      uplift: {
        tier: 'gold',
        treated: { customers: 667, bought: 371, bought_share: 0.556222, spend_mean: 131.2 },
        control: { customers: 74, bought: 31, bought_share: 0.418919, spend_mean: 104.7 },
        spend: { difference: 26.5, low: -8.1, high: 61.1 },
        bought: { difference: 0.137303, low: 0.01744, high: 0.250122 },
        reason: null,
      },
    },
  ],
  cost_benefit: {
    previous_run_id: '20260801T030003871Z-02c1e6aa',
    recent: { from: '2026-06-03', to: '2026-08-31' },
    year_ago: { from: '2025-06-03', to: '2025-08-31' },
  },
  uplift: { experiment: 'hold-out', since: '2026-07-31', reason: null },
};
