import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, LEAVING_INDEX, LISTING_INDEX, readAll, type Table } from '../aws/table.ts';
import {
  type CustomerState,
  customerKey,
  leavingList,
  listPosition,
  stateKey,
  TIER_SHARDS,
  type TierChange,
  tierList,
} from './customer-items.ts';
import type { Current } from './run-table.ts';

/** A filter may pass over this many customers in one request; beyond, the page ends short of its limit. */
const CANDIDATES_PER_PAGE = 2000;
/** A filter that keeps few of a page makes the next look this wide at least. */
const CANDIDATES_AT_A_TIME = 100;

/** DynamoDB orders strings by their UTF-8 bytes, JavaScript by UTF-16 units. */
const descending = (a: string, b: string) => Buffer.compare(Buffer.from(b), Buffer.from(a));

/**
 * What a reader of the current run sees of a STATE item: the item itself, or what it replaced when a run that is
 * not visible yet wrote it.
 */
function visible(item: Item, current: Current): CustomerState | undefined {
  if (!current.run_id) return undefined;
  return (String(item.run_id) <= current.run_id ? item.state : item.before) as CustomerState | undefined;
}

/** What readers of one run see of the customers. */
export type CustomerView = ReturnType<typeof customerView>;

/** The customers as one run has them. @param current the run that readers see */
export function customerView(table: Table, current: Current) {
  const { client, name: TableName } = table;
  let settled = true;

  async function positions(index: string, list: string, after: string | undefined, limit: number): Promise<string[]> {
    const [pk, sk] = index === LISTING_INDEX ? ['list_pk', 'list_sk'] : ['leave_pk', 'leave_sk'];
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: index,
        KeyConditionExpression: after === undefined ? `${pk} = :list` : `${pk} = :list AND ${sk} < :after`,
        ExpressionAttributeValues: { ':list': list, ...(after !== undefined && { ':after': after }) },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map((item) => item[sk as string]);
  }

  function seen(item: Item | undefined): CustomerState | undefined {
    if (!item) {
      // Whom the next run takes out of sight, the run after it removes.
      settled = false;
      return undefined;
    }
    if (String(item.run_id) > (current.run_id ?? '')) settled = false;
    return visible(item, current);
  }

  /** Many customers by id; those that are not known are left out. */
  async function readStates(customerIds: readonly string[]): Promise<Map<string, CustomerState>> {
    const wanted = [...new Set(customerIds)].map(stateKey);
    const items = await readAll(table, wanted);
    if (items.length < wanted.length) settled = false;
    const states = items.map(seen).filter((state) => state !== undefined);
    return new Map(states.map((state) => [state.customer_id, state]));
  }

  return {
    /**
     * Whether all that was read is of this run even where another one has become visible meanwhile: an item that a
     * later run has not written yet cannot be of any other.
     */
    isSettled: () => settled,

    /** Whether a later run has begun to write, and did not end. */
    isPublishing: current.unfinished.length > 0,

    /** One customer, or undefined. */
    async customer(customerId: string): Promise<CustomerState | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: stateKey(customerId), ConsistentRead: true }),
      );
      return seen(Item);
    },

    customers: readStates,

    /** A customer's tier changes up to the run, newest first. */
    async history(customerId: string): Promise<TierChange[]> {
      if (!current.run_id) return [];
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :customer AND sk BETWEEN :first AND :current',
          ExpressionAttributeValues: {
            ':customer': customerKey(customerId),
            ':first': 'TIER#',
            ':current': `TIER#${current.run_id}`,
          },
          ScanIndexForward: false,
        }),
      );
      return Items.filter((item) => !current.unfinished.includes(item.run_id)).map(
        ({ pk, sk, ...change }) => change as TierChange,
      );
    },

    /**
     * One page of a tier's customers, highest value first. With a filter it may end short of the limit, even empty,
     * before the tier does.
     * @param after the position the page before ended at; undefined for the first page
     * @param keep which of the tier's customers to list; all by default
     * @returns the customers and the position to go on from, undefined at the end
     */
    async listTier(
      tier: string,
      limit: number,
      after?: string,
      keep?: (state: CustomerState) => boolean,
    ): Promise<{ customers: CustomerState[]; next: string | undefined }> {
      // A run that began to write after the look at `current` may have taken a customer off the lists.
      settled = false;
      const shards = Array.from({ length: TIER_SHARDS }, (_, shard) => shard);
      const customers: CustomerState[] = [];
      let position = after;
      for (let passed = 0; customers.length < limit && passed < CANDIDATES_PER_PAGE; ) {
        // One more than asked for, so that a page that ends exactly at the end of the tier offers no empty page.
        const wanted = Math.max(limit - customers.length + 1, keep ? CANDIDATES_AT_A_TIME : 0);
        const found = await Promise.all(
          shards.map((shard) => positions(LISTING_INDEX, tierList(tier, shard), position, wanted)),
        );
        // In the order that a customer goes through the lists, one after the other: whoever leaves one that has not been
        // read yet is met in one of those that follow.
        for (const runId of current.unfinished) {
          const leaving = shards.map((shard) => leavingList(runId, tier, shard));
          found.push(...(await Promise.all(leaving.map((list) => positions(LEAVING_INDEX, list, position, wanted)))));
        }
        const candidates = [...new Set(found.flat())].sort(descending).slice(0, wanted);
        if (candidates.length === 0) return { customers, next: undefined };

        const ids = candidates.map((candidate) => candidate.slice(candidate.indexOf('#') + 1));
        const states = await readStates(ids);
        for (const [index, candidate] of candidates.entries()) {
          const state = states.get(ids[index] ?? '');
          const stands = state && state.tier === tier && listPosition(state) === candidate;
          const listed = stands && (keep?.(state) ?? true);
          if (listed && customers.length === limit) return { customers, next: position };
          if (listed) customers.push(state);
          position = candidate;
        }
        if (candidates.length < wanted) return { customers, next: undefined };
        passed += candidates.length;
      }
      return { customers, next: position };
    },
  };
}
