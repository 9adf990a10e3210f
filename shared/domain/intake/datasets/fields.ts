/** Canonical columns of an order line. */
export const orderFields = [
  'customer_id',
  'order_id',
  'ordered_at',
  'amount',
  'order_total',
  'quantity',
  'unit_price',
  'status',
  'product',
  'category',
  'channel',
  'region',
  'currency',
] as const;

/** Canonical columns of a customer; everything else in the file is kept as an attribute. */
export const customerFields = ['customer_id', 'signed_up_at', 'region', 'customer_type'] as const;

/**
 * Canonical columns of a customer whose orders were added up before the export. `x`, `t_x` and `t` are as in the
 * BG/NBD model; `recency_days` counts from the last order to the day of the export.
 */
export const aggregateFields = [
  'recency_days',
  'first_order_at',
  'last_order_at',
  'orders',
  'monetary_total',
  'monetary_mean',
  'x',
  't_x',
  't',
  'currency',
] as const;

/** Canonical columns of a visit, a mail opened, a ticket, a complaint. */
export const interactionFields = [
  'customer_id',
  'interaction_id',
  'occurred_at',
  'kind',
  'channel',
  'reason',
  'status',
  'resolved_at',
] as const;

/** Canonical columns of an answer to a survey. */
export const feedbackFields = ['customer_id', 'response_id', 'answered_at', 'score', 'scale', 'survey'] as const;

/** Canonical columns of what a person decides about a customer's tier. */
export const overrideFields = ['customer_id', 'kind', 'tier', 'reason', 'author', 'expires_on'] as const;

/** Every column that may be mapped in a dataset. */
export const datasetFields = {
  orders: orderFields,
  customers: [...customerFields, ...aggregateFields],
  interactions: interactionFields,
  feedback: feedbackFields,
  overrides: overrideFields,
} as const;

export type OrderField = (typeof orderFields)[number];
export type CustomerField = (typeof customerFields)[number];
export type AggregateField = (typeof aggregateFields)[number];
export type InteractionField = (typeof interactionFields)[number];
export type FeedbackField = (typeof feedbackFields)[number];
export type OverrideField = (typeof overrideFields)[number];
export type Field = OrderField | CustomerField | AggregateField | InteractionField | FeedbackField | OverrideField;

/** Canonical name → header as the export writes it. */
export type Mapping = Partial<Record<Field, string>>;

/** What the values of a column are. */
export type ContentKind = 'id' | 'date' | 'money' | 'number' | 'score' | 'word' | 'currency';

/** What the values of a canonical column have to be. */
export const fieldContent: Readonly<Record<Field, ContentKind>> = {
  customer_id: 'id',
  order_id: 'id',
  interaction_id: 'id',
  response_id: 'id',
  ordered_at: 'date',
  signed_up_at: 'date',
  first_order_at: 'date',
  last_order_at: 'date',
  occurred_at: 'date',
  resolved_at: 'date',
  answered_at: 'date',
  expires_on: 'date',
  amount: 'money',
  order_total: 'money',
  unit_price: 'money',
  monetary_total: 'money',
  monetary_mean: 'money',
  quantity: 'number',
  recency_days: 'number',
  orders: 'number',
  x: 'number',
  t_x: 'number',
  t: 'number',
  score: 'score',
  status: 'word',
  product: 'word',
  category: 'word',
  channel: 'word',
  region: 'word',
  customer_type: 'word',
  kind: 'word',
  reason: 'word',
  scale: 'word',
  survey: 'word',
  tier: 'word',
  author: 'word',
  currency: 'currency',
};
