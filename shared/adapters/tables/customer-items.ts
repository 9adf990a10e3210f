import type { TierChange as Change } from '../../domain/tiers/movement/tier-change.ts';
import type { Key } from '../aws/table.ts';

/** What is published of a customer: the columns of the run's `customers.csv` that do not age by themselves. */
export type CustomerState = { customer_id: string; tier: string; value_score: number } & Record<string, unknown>;

/** A tier change with its reason, and the run that made it. */
export interface TierChange extends Change {
  run_id: string;
  as_of: string;
}

/** What a run changes about one customer. */
export interface CustomerChange {
  state: CustomerState;
  /** What readers of the run before see; undefined for a customer they have not met. */
  before: CustomerState | undefined;
  tierChange: TierChange | undefined;
}

/** A tier is dealt into this many partitions of an index, since one alone would be a hot partition. */
export const TIER_SHARDS = 4;
const SCORE_WIDTH = 8;

export const listPosition = ({ value_score, customer_id }: CustomerState) =>
  `${value_score.toFixed(4).padStart(SCORE_WIDTH, '0')}#${customer_id}`;
export const tierList = (tier: string, shard: number) => `TIER#${tier}#${shard}`;
export const leavingList = (runId: string, tier: string, shard: number) => `LEAVING#${runId}#${tier}#${shard}`;
/** What the partition keys of customers begin with. */
export const CUSTOMER_PREFIX = 'CUSTOMER#';
export const customerKey = (customerId: string) => `${CUSTOMER_PREFIX}${customerId}`;
export const stateKey = (customerId: string): Key => ({ pk: customerKey(customerId), sk: 'STATE' });
