import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Current } from './run-table.ts';
import { type Item, type Key, LEAVING_INDEX, LISTING_INDEX, readAll, type Table, writeAll } from './table.ts';

/** What is published of a customer: the columns of the run's `customers.csv` that do not age by themselves. */
export type CustomerState = { customer_id: string; tier: string; value_score: number } & Record<string, unknown>;

/** A tier change with its reason. */
export interface TierChange {
  run_id: string;
  as_of: string;
  from: string;
  /** The day the tier before was reached. */
  from_since: string;
  to: string;
  reason: string;
  reason_zh: string;
}

/** What a run changes about one customer. */
export interface CustomerChange {
  state: CustomerState;
  /** What readers of the run before see; undefined for a customer they have not met. */
  before: CustomerState | undefined;
  tierChange: TierChange | undefined;
}

/** A tier is dealt into this many partitions of an index, since one alone would be a hot partition. */
const TIER_SHARDS = 4;
const SCORE_WIDTH = 8;

const listPosition = ({ value_score, customer_id }: CustomerState) =>
  `${value_score.toFixed(4).padStart(SCORE_WIDTH, '0')}#${customer_id}`;
const tierList = (tier: string, shard: number) => `TIER#${tier}#${shard}`;
const leavingList = (runId: string, tier: string, shard: number) => `LEAVING#${runId}#${tier}#${shard}`;
const stateKey = (customerId: string): Key => ({ pk: `CUSTOMER#${customerId}`, sk: 'STATE' });

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

export type CustomerTable = ReturnType<typeof customerTable>;

/** Customers' current states and tier histories. Readers see one whole run, also while another is published. */
export function customerTable(table: Table) {
  const { client, name: TableName } = table;

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

  return {
    /**
     * Writes what a run changes, not yet visible.
     * @param bucket the customers' bucket; it decides their shard of the by-tier index
     * @returns the number of items written
     */
    write(runId: string, bucket: number, changes: AsyncIterable<CustomerChange>): Promise<number> {
      const shard = bucket % TIER_SHARDS;
      async function* puts() {
        for await (const { state, before, tierChange } of changes) {
          yield {
            put: {
              ...stateKey(state.customer_id),
              run_id: runId,
              state,
              list_pk: tierList(state.tier, shard),
              list_sk: listPosition(state),
              ...(before && {
                before,
                leave_pk: leavingList(runId, before.tier, shard),
                leave_sk: listPosition(before),
              }),
            },
          };
          if (tierChange) {
            yield { put: { pk: `CUSTOMER#${state.customer_id}`, sk: `TIER#${runId}`, ...tierChange } };
          }
        }
      }
      return writeAll(table, puts());
    },

    /** Takes back the history that runs wrote which never became visible. */
    removeHistory(runIds: readonly string[], customerIds: AsyncIterable<string>): Promise<number> {
      async function* removals() {
        for await (const id of customerIds) {
          for (const runId of runIds) yield { remove: { pk: `CUSTOMER#${id}`, sk: `TIER#${runId}` } };
        }
      }
      return writeAll(table, removals());
    },

    /** One customer as the current run has it, or undefined. */
    async getCustomer(customerId: string, current: Current): Promise<CustomerState | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: stateKey(customerId), ConsistentRead: true }),
      );
      return Item && visible(Item, current);
    },

    /** A customer's tier changes up to the current run, newest first. */
    async getHistory(customerId: string, current: Current): Promise<TierChange[]> {
      if (!current.run_id) return [];
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :customer AND sk BETWEEN :first AND :current',
          ExpressionAttributeValues: {
            ':customer': `CUSTOMER#${customerId}`,
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
     * One page of a tier's customers, highest value first, as the current run has them.
     * @param after the position the page before ended at; undefined for the first page
     * @returns the customers and the position to go on from, undefined at the end
     */
    async listTier(
      tier: string,
      current: Current,
      limit: number,
      after?: string,
    ): Promise<{ customers: CustomerState[]; next: string | undefined }> {
      const shards = Array.from({ length: TIER_SHARDS }, (_, shard) => shard);
      const customers: CustomerState[] = [];
      let position = after;
      while (customers.length < limit) {
        // One more than asked for, so that a page that ends exactly at the end of the tier offers no empty page.
        const wanted = limit - customers.length + 1;
        const lists = await Promise.all([
          ...shards.map((shard) => positions(LISTING_INDEX, tierList(tier, shard), position, wanted)),
          ...current.unfinished.flatMap((runId) =>
            shards.map((shard) => positions(LEAVING_INDEX, leavingList(runId, tier, shard), position, wanted)),
          ),
        ]);
        const candidates = [...new Set(lists.flat())].sort(descending).slice(0, wanted);
        if (candidates.length === 0) return { customers, next: undefined };

        const ids = candidates.map((candidate) => candidate.slice(candidate.indexOf('#') + 1));
        // One whose score moved within the tier stands in both lists, and a batch must not name a key twice.
        const items = await readAll(table, [...new Set(ids)].map(stateKey));
        const states = new Map(items.map((item) => [item.pk, visible(item, current)]));
        for (const [index, candidate] of candidates.entries()) {
          const state = states.get(`CUSTOMER#${ids[index]}`);
          const listed = state && state.tier === tier && listPosition(state) === candidate;
          if (listed && customers.length === limit) return { customers, next: position };
          if (listed) customers.push(state);
          position = candidate;
        }
        if (candidates.length < wanted) return { customers, next: undefined };
      }
      return { customers, next: position };
    },
  };
}
