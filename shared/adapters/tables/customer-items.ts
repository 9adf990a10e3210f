import type { TierChange as Change } from '../../domain/tiers/movement/tier-change.ts';
import { type Key, MAX_KEY_BYTES } from '../../ports/table.ts';

/** The published state of a customer: the columns of `customers.csv` that do not change with the date alone. */
export type CustomerState = { customer_id: string; tier: string; value_score: number } & Record<string, unknown>;

/** A tier change with its reason, and the run that made it. */
export interface TierChange extends Change {
  run_id: string;
  as_of: string;
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
/** The most bytes of UTF-8 in a stored id: together with the score it is the sort key of a tier's list, which takes the fewest. */
export const MAX_CUSTOMER_ID_BYTES = MAX_KEY_BYTES.sort - SCORE_WIDTH - '#'.length;

export const listPosition = ({ value_score, customer_id }: CustomerState) =>
  `${value_score.toFixed(4).padStart(SCORE_WIDTH, '0')}#${customer_id}`;
export const tierList = (tier: string, shard: number) => `TIER#${tier}#${shard}`;
export const leavingList = (runId: string, tier: string, shard: number) => `LEAVING#${runId}#${tier}#${shard}`;
/** Prefix of customers' partition keys. */
export const CUSTOMER_PREFIX = 'CUSTOMER#';
export const customerKey = (customerId: string) => `${CUSTOMER_PREFIX}${customerId}`;
export const stateKey = (customerId: string): Key => ({ pk: customerKey(customerId), sk: 'STATE' });
