const label = { VIP: '贵宾', gold: '金卡', silver: '银卡', standard: '普通' };
const tier = (name: keyof typeof label, rest: object = {}) => ({ name, label: { en: name, zh: label[name] }, ...rest });

const service = {
  offers: [{ en: 'Free shipping', zh: '包邮' }],
  ...{ channel: 'phone', responseHours: 4, owner: 'Service desk', budgetPerCustomer: 20 },
  segments: { 'At Risk': { channel: 'personal call', budgetPerCustomer: 50 } },
};

/** The policies of the simulated shop, in the order in which they come into force. */
export const first = {
  tiers: [
    tier('VIP', { share: 0.05, service }),
    tier('gold', { share: 0.15, service: { budgetPerCustomer: 5 } }),
  ].concat([tier('silver', { share: 0.3 }), tier('standard')]),
  holdOut: { share: 0.2, tiers: { standard: 0 }, name: 'autumn' },
  movement: { demotion: { runs: 2, steps: 'one' }, protectNewDays: 60 },
  classes: { regions: [{ name: 'Mainland', zh: '大陆', regions: ['North', 'South', 'East'] }] },
};

export const second = {
  ...first,
  windowMonths: 12,
  valueScore: { monetary_total: 0.5, orders: 0.25, recency_days: 0.25 },
  rfm: { segments: 'grid', nested: true, classSplit: 'median' },
  movement: { demotion: { runs: 1, steps: 'straight' }, margin: { points: 1 }, protectNewDays: 0 },
  clusters: {
    algorithm: 'auto',
    features: ['recency_days', 'orders', 'monetary_total', 'returns_total'],
    scaling: 'robust',
  },
  currency: { code: 'EUR', rates: { USD: 0.9 } },
};

export const third = {
  tierMethod: { by: 'threshold' },
  tiers: [
    tier('VIP', {
      when: {
        all: [
          { column: 'yearly_spend', atLeast: 600 },
          {
            any: [
              { column: 'satisfaction', atLeast: 60 },
              { column: 'loyalty', is: ['high'] },
            ],
          },
        ],
      },
    }),
    tier('gold', { when: { column: 'yearly_spend', atLeast: 300 } }),
    tier('silver', { when: { column: 'monetary_total', above: 100 } }),
    tier('standard'),
  ],
  movement: { expireAfterDays: 200 },
  clusters: { algorithm: 'ward' },
};

export const frozen = { ...first, model: 'frozen' };

export const personal = {
  privacy: { customerIds: 'hashed', identifiers: 'hashed' },
  timeZone: 'Asia/Shanghai',
  tierMethod: { by: 'pareto' },
  tiers: [tier('VIP', { share: 0.8 }), tier('gold', { share: 0.15 }), tier('standard')],
  clusters: { algorithm: 'density' },
  lifetimeValue: { minCustomers: 10_000 },
};
