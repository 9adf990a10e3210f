import type { Cause } from '../../domain/tiers/movement/cause.ts';
import type { Key } from '../../ports/table.ts';

/** The published state of a customer: the columns of `customers.csv` that do not change with the date alone. */
export type CustomerState = { customer_id: string; tier: string; value_score: number } & Record<string, unknown>;

/** A tier change with its reason. */
export interface TierChange {
  run_id: string;
  as_of: string;
  from: string;
  /** The date on which the customer entered the previous tier. */
  from_since: string;
  to: string;
  /** The main cause: behaviour, lines, policy, data or an override. */
  cause: Cause | null;
  reason: string;
  reason_zh: string;
}

/** A run's change to one customer. */
export interface CustomerChange {
  state: CustomerState;
  /** What readers of the previous run see; undefined for a new customer. */
  before: CustomerState | undefined;
  tierChange: TierChange | undefined;
}

/** Index partitions per tier; a single one would be a hot partition. */
export const TIER_SHARDS = 4;
const SCORE_WIDTH = 8;

export const listPosition = ({ value_score, customer_id }: CustomerState) =>
  `${value_score.toFixed(4).padStart(SCORE_WIDTH, '0')}#${customer_id}`;
export const tierList = (tier: string, shard: number) => `TIER#${tier}#${shard}`;
export const leavingList = (runId: string, tier: string, shard: number) => `LEAVING#${runId}#${tier}#${shard}`;
/** Prefix of customers' partition keys. */
export const CUSTOMER_PREFIX = 'CUSTOMER#';
export const customerKey = (customerId: string) => `${CUSTOMER_PREFIX}${customerId}`;
export const stateKey = (customerId: string): Key => ({ pk: customerKey(customerId), sk: 'STATE' });
