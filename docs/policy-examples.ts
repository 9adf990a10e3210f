const [vip, gold, standard] = [
  { name: 'VIP', label: { en: 'VIP', zh: '贵宾' } },
  { name: 'gold', label: { en: 'Gold', zh: '金卡' } },
  { name: 'standard', label: { en: 'Standard', zh: '普通' } },
];

/** Policies that docs/policy.md shows: one for each way to draw tiers. */
export const policyExamples = [
  {
    what: 'By quantile: the best 5 percent of buyers by value score, the next 15, and the others',
    policy: { tierMethod: { by: 'quantile' }, tiers: [{ ...vip, share: 0.05 }, { ...gold, share: 0.15 }, standard] },
  },
  {
    what: 'By threshold: whoever meets the conditions of a tier is in it, the highest first; who meets none is in the last',
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
    what: 'By threshold, from a preset: high-end, mid, mass and basic by spend of a year and satisfaction',
    policy: { tiers: 'value-and-satisfaction' },
  },
  {
    what: 'By natural breaks: the lines lie where the spend of customers leaves the widest gaps',
    policy: { tierMethod: { by: 'natural-breaks', of: 'monetary_total' }, tiers: [vip, gold, standard] },
  },
  {
    what: 'By Pareto: the customers who make 80 percent of all spend, those who make the next 15, and the others',
    policy: { tierMethod: { by: 'pareto' }, tiers: [{ ...vip, share: 0.8 }, { ...gold, share: 0.15 }, standard] },
  },
];
