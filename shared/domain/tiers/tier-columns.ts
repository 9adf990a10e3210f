import { clusterFeatureNames } from '../clusters/features.ts';

/** Numbers that tiers can be judged by: columns of a run's `customers.csv`. Days and amounts of returns are better where fewer. */
export const numberColumns = [
  ...new Set([
    'value_score',
    ...clusterFeatureNames,
    'yearly_spend',
    'spend_recent',
    'spend_before',
    'purchases_total',
    'purchase_day_mean',
    'returned_orders',
    'tickets',
    'visits',
    'mails',
    'satisfaction_mean',
    'satisfaction_answers',
    'p_alive',
    'probability_of_order',
    'expected_orders',
    'clv',
    'r_score',
    'f_score',
    'm_score',
  ] as const),
] as const;

/** Names that tiers can be judged by: classes, and what customers files and orders say. */
export const nameColumns = [
  'segment',
  'segment_cn8',
  'nine_grid',
  'lifecycle',
  'behaviour',
  'loyalty',
  'abc_class',
  'quadrant',
  'purchase_mode',
  'region_group',
  'region',
  'customer_type',
  'top_category',
  'top_channel',
] as const;

export type NumberColumn = (typeof numberColumns)[number];
export type NameColumn = (typeof nameColumns)[number];
