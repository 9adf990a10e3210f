import { type Column, label } from './feature.ts';

/** The tier, its reason, and expected changes. */
export const tierResults = {
  tier: { type: 'VARCHAR', published: 'any' },
  previous_tier: { type: 'VARCHAR', published: 'any' },
  tier_since: { type: 'DATE', published: 'any' },
  tier_cause: { type: 'VARCHAR', published: 'any' },
  tier_reason: { type: 'VARCHAR', published: 'none' },
  tier_reason_zh: { type: 'VARCHAR', published: 'none' },
  earned_tier: { type: 'VARCHAR', published: 'any' },
  kept_tier: { type: 'VARCHAR' },
  ruled_tier: { type: 'VARCHAR' },
  standing: { type: 'VARCHAR' },
  runs_below: { type: 'INTEGER' },
  counted_on: { type: 'DATE' },
  below_cause: { type: 'VARCHAR' },
  demotion_on: { type: 'DATE', published: 'any' },
  demotion_to: { type: 'VARCHAR', published: 'any' },
  tier_expires_on: { type: 'DATE', published: 'any' },
  to_keep: { type: 'JSON', published: 'none' },
  to_next: { type: 'JSON' },
  override_kind: { type: 'VARCHAR', published: 'any' },
  override_tier: { type: 'VARCHAR', published: 'any' },
  override_reason: { type: 'VARCHAR', published: 'any' },
  override_author: { type: 'VARCHAR', published: 'any' },
  override_expires_on: { type: 'DATE', published: 'any' },
} as const satisfies Record<string, Column>;

/** Scores, and the segments and classes derived from them. */
export const scoreResults = {
  value_score: {
    type: 'DOUBLE',
    label: label('value score', '价值分'),
    better: 'more',
    decimals: 1,
    published: 'points',
  },
  segment: { type: 'VARCHAR', label: label('segment', '细分'), inConditions: true, published: 'any' },
  segment_zh: { type: 'VARCHAR', published: 'any' },
  segment_cn8: { type: 'VARCHAR', label: label('RFM class', 'RFM 八类'), inConditions: true, published: 'any' },
  nine_grid: { type: 'VARCHAR', label: label('nine-grid cell', '九宫格'), inConditions: true, published: 'any' },
  nine_grid_zh: { type: 'VARCHAR' },
  r_score: { type: 'INTEGER', label: label('R score', 'R 分'), inConditions: true, published: 'any' },
  f_score: { type: 'INTEGER', label: label('F score', 'F 分'), inConditions: true, published: 'any' },
  m_score: { type: 'INTEGER', label: label('M score', 'M 分'), inConditions: true, published: 'any' },
  rfm: { type: 'VARCHAR', published: 'any' },
  lifecycle: { type: 'VARCHAR', label: label('lifecycle', '生命周期'), inConditions: true, published: 'any' },
  lifecycle_zh: { type: 'VARCHAR' },
  behaviour: { type: 'VARCHAR', label: label('behaviour', '行为'), inConditions: true, published: 'any' },
  behaviour_zh: { type: 'VARCHAR' },
  loyalty: { type: 'VARCHAR', label: label('loyalty', '忠诚度'), inConditions: true, published: 'any' },
  loyalty_zh: { type: 'VARCHAR' },
  abc_class: { type: 'VARCHAR', label: label('ABC class', 'ABC 类'), inConditions: true, published: 'any' },
  quadrant: { type: 'VARCHAR', label: label('quadrant', '象限'), inConditions: true, published: 'any' },
  quadrant_zh: { type: 'VARCHAR' },
  purchase_mode: { type: 'VARCHAR', label: label('purchase mode', '购买方式'), inConditions: true, published: 'any' },
  purchase_mode_zh: { type: 'VARCHAR' },
  region_group: { type: 'VARCHAR', label: label('region group', '区域组'), inConditions: true, published: 'any' },
  region_group_zh: { type: 'VARCHAR' },
} as const satisfies Record<string, Column>;

export const lifetimeValueResults = {
  p_alive: {
    type: 'DOUBLE',
    label: label('probability of being alive', '存活概率'),
    better: 'more',
    published: 'probability',
  },
  probability_of_order: {
    type: 'DOUBLE',
    label: label('probability of an order', '下单概率'),
    better: 'more',
    published: 'probability',
  },
  expected_orders: {
    type: 'DOUBLE',
    label: label('expected orders', '预期订单数'),
    better: 'more',
    published: 'orders',
  },
  clv: {
    type: 'DOUBLE',
    label: label('lifetime value', '客户终身价值'),
    better: 'more',
    published: 'spend',
    drift: true,
  },
  clv_low: { type: 'DOUBLE', published: 'none' },
  clv_high: { type: 'DOUBLE', published: 'none' },
  clv_method: { type: 'VARCHAR', published: 'any' },
} as const satisfies Record<string, Column>;

export const rhythmResults = {
  rhythm_days: { type: 'DOUBLE' },
} as const satisfies Record<string, Column>;

export const clusterResults = {
  cluster: { type: 'INTEGER', published: 'any' },
  cluster_name: { type: 'VARCHAR', published: 'any' },
  cluster_name_zh: { type: 'VARCHAR', published: 'any' },
} as const satisfies Record<string, Column>;

export const serviceResults = {
  control: { type: 'BOOLEAN', published: 'any' },
  service_channel: { type: 'VARCHAR' },
  service_response_hours: { type: 'DOUBLE' },
  service_owner: { type: 'VARCHAR' },
  service_budget: { type: 'DECIMAL(18,4)' },
} as const satisfies Record<string, Column>;
