const [vip, gold, standard] = [
  { name: 'VIP', label: { en: 'VIP', zh: '贵宾' } },
  { name: 'gold', label: { en: 'Gold', zh: '金卡' } },
  { name: 'standard', label: { en: 'Standard', zh: '普通' } },
];

/** Example policies in docs/policy.md: one for each tier method. */
export const policyExamples = [
  {
    what: 'By quantile: the top 5 % of buyers by value score, the next 15 %, and everyone else',
    policy: { tierMethod: { by: 'quantile' }, tiers: [{ ...vip, share: 0.05 }, { ...gold, share: 0.15 }, standard] },
  },
  {
    what: 'By threshold: a customer is in the highest tier whose conditions are met; the last tier takes everyone else',
    policy: {
      tierMethod: { by: 'threshold' },
      tiers: [
        {
          ...vip,
          when: {
            all: [
              { column: 'yearly_spend', atLeast: 50_000 },
              {
                any: [
                  { column: 'satisfaction', atLeast: 80 },
                  { column: 'loyalty', is: ['high'] },
                ],
              },
            ],
          },
        },
        { ...gold, when: { column: 'yearly_spend', atLeast: 10_000 } },
        standard,
      ],
    },
  },
  {
    what: 'By threshold, from a preset: high-end, mid, mass and basic by yearly spend and satisfaction',
    policy: { tiers: 'value-and-satisfaction' },
  },
  {
    what: 'By natural breaks: the tier lines are at natural gaps in spend',
    policy: { tierMethod: { by: 'natural-breaks', of: 'monetary_total' }, tiers: [vip, gold, standard] },
  },
  {
    what: 'By Pareto: the customers who generate 80 % of total spend, those who generate the next 15 %, and everyone else',
    policy: { tierMethod: { by: 'pareto' }, tiers: [{ ...vip, share: 0.8 }, { ...gold, share: 0.15 }, standard] },
  },
];
