import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LedgerEntry } from '../../domain/intake/uploads.ts';
import type { Verdict } from '../../domain/quality/gate.ts';
import { type Key, LISTING_INDEX, readAll, type Table } from '../aws/table.ts';

/** A run as stored, without its key, and as the API returns it. */
export interface Run {
  run_id: string;
  status: 'running' | 'succeeded' | 'failed';
  started_at: string;
  ended_at?: string;
  /** What started it. */
  source: string;
  execution_arn: string;
  policy_hash?: string;
  /** The `as_of` date in the request, if given. */
  as_of_requested?: string;
  /** Date of the newest order up to the day of the run. */
  newest_order_on?: string;
  as_of?: string;
  uploads?: number;
  /** Whether the run ignores gate findings. */
  accept_gate?: boolean;
  /** The gate's verdict; its findings are in the run's quality.json. */
  gate?: Verdict;
  /** For a failed run: the state, the error name, and what to do. */
  failed_state?: string;
  error?: string;
  message?: string;
  /** For a successful run: counts by tier, segment and cluster. */
  summary?: Record<string, unknown>;
}

export interface Lock {
  execution_arn: string;
  run_id: string;
  lease_until: string;
  /** Whether it was taken over from an execution that ended without freeing it, whose work must be repeated. */
  took_over?: boolean;
}

/** The first upload with certain content. */
export interface ContentClaim {
  upload_id: string;
  key: string;
  run_id: string;
  /** Set once a run that processed it is current. */
  taken_in: boolean;
}

/** The current run, and the runs that have started to publish and are not current. */
export interface Current {
  run_id?: string;
  unfinished: string[];
}

const LOCK: Key = { pk: 'CONTROL', sk: 'LOCK' };
export const CURRENT: Key = { pk: 'CONTROL', sk: 'CURRENT' };
/** Prefix of the partition keys of content claims. */
export const CONTENT_PREFIX = 'CONTENT#';
const contentKey = (digest: string): Key => ({ pk: `${CONTENT_PREFIX}${digest}`, sk: 'CONTENT' });
/** Prefix of the partition keys of runs. */
export const RUN_PREFIX = 'RUN#';
const runKey = (runId: string): Key => ({ pk: `${RUN_PREFIX}${runId}`, sk: 'RUN' });

export type RunTable = ReturnType<typeof runTable>;

/** Runs, the lock, the ledger and the pointer to the current run. Uses only single-item conditions. */
export function runTable(table: Table) {
  const { client, name: TableName } = table;

  async function get<Shape>(Key: Key): Promise<Shape | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    if (!Item) return undefined;
    const { pk, sk, list_pk, list_sk, ...rest } = Item;
    return rest as Shape;
  }

  /** @returns whether the condition held */
  async function conditionally(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await send();
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async function setFields(runId: string, fields: Partial<Run>): Promise<void> {
    const names = Object.keys(fields);
    await client.send(
      new UpdateCommand({
        TableName,
        Key: runKey(runId),
        UpdateExpression: `SET ${names.map((_, index) => `#f${index} = :f${index}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((field, index) => [`#f${index}`, field])),
        ExpressionAttributeValues: Object.fromEntries(
          names.map((field, index) => [`:f${index}`, fields[field as keyof Run]]),
        ),
      }),
    );
  }

  return {
    getRun: (runId: string) => get<Run>(runKey(runId)),

    putRun: (run: Run) =>
      client.send(
        new PutCommand({
          TableName,
          Item: { ...runKey(run.run_id), list_pk: 'RUNS', list_sk: run.run_id, ...run },
        }),
      ),

    setFields,

    /** Raises the date of the run's newest order; uploads report theirs concurrently. */
    reportNewestOrder: (runId: string, day: string) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: runKey(runId),
            UpdateExpression: 'SET newest_order_on = :day',
            ConditionExpression: 'attribute_not_exists(newest_order_on) OR newest_order_on < :day',
            ExpressionAttributeValues: { ':day': day },
          }),
        ),
      ),

    /** Runs, newest first. */
    async listRuns(limit: number, before?: string): Promise<Run[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: LISTING_INDEX,
          KeyConditionExpression: before ? 'list_pk = :runs AND list_sk < :before' : 'list_pk = :runs',
          ExpressionAttributeValues: { ':runs': 'RUNS', ...(before && { ':before': before }) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const items = await readAll(
        table,
        Items.map(({ pk, sk }) => ({ pk, sk }) as Key),
      );
      return items
        .map(({ pk, sk, list_pk, list_sk, ...run }) => run as unknown as Run)
        .sort((a, b) => b.run_id.localeCompare(a.run_id));
    },

    getLock: () => get<Lock>(LOCK),

    /**
     * Takes the lock if it is free, already held by this execution, past its lease, or held by `from`, an execution that the
     * caller knows to have ended.
     * @returns whether it was taken
     */
    takeLock: (lock: Lock, now: string, from = lock.execution_arn) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...LOCK, ...lock },
            ConditionExpression: 'attribute_not_exists(pk) OR execution_arn IN (:me, :from) OR lease_until < :now',
            ExpressionAttributeValues: { ':me': lock.execution_arn, ':from': from, ':now': now },
          }),
        ),
      ),

    /** Frees the lock if this execution still holds it. */
    freeLock: (executionArn: string) =>
      conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName,
            Key: LOCK,
            ConditionExpression: 'execution_arn = :me',
            ExpressionAttributeValues: { ':me': executionArn },
          }),
        ),
      ),

    async getCurrent(): Promise<Current> {
      const item = await get<{ run_id?: string; unfinished?: Set<string> }>(CURRENT);
      return { ...(item?.run_id && { run_id: item.run_id }), unfinished: [...(item?.unfinished ?? [])].sort() };
    },

    /** Marks a run as publishing; called before its first write of customers. */
    beginPublishing: (runId: string) =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: CURRENT,
          UpdateExpression: 'ADD unfinished :run',
          ExpressionAttributeValues: { ':run': new Set([runId]) },
        }),
      ),

    /**
     * Makes a run current, with a single write.
     * @param seen facts about the run that optimistic readers get with the pointer
     * @returns false when a newer run is already current
     */
    makeCurrent: (runId: string, seen?: { as_of: string; since: string }) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: CURRENT,
            UpdateExpression: `SET run_id = :run${seen ? ', as_of = :as_of, since = :since' : ''} REMOVE unfinished${seen ? '' : ', as_of, since'}`,
            ConditionExpression: 'attribute_not_exists(run_id) OR run_id <= :run',
            ExpressionAttributeValues: {
              ':run': runId,
              ...(seen && { ':as_of': seen.as_of, ':since': seen.since }),
            },
          }),
        ),
      ),

    /** The ledger entries of a key: every version that was processed or rejected. */
    async ledgerOf(key: string): Promise<LedgerEntry[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :upload',
          ExpressionAttributeValues: { ':upload': `UPLOAD#${key}` },
          ConsistentRead: true,
        }),
      );
      return Items as LedgerEntry[];
    },

    /**
     * Claims content for an upload; another run may take over the claim of a run that did not become current.
     * @param digest digest of the content
     * @returns the holder of the claim: this upload, or the earlier one with the same content
     */
    async claimContent(digest: string, claim: Omit<ContentClaim, 'taken_in'>): Promise<ContentClaim> {
      const own = { ...claim, taken_in: false };
      const claimed = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...contentKey(digest), ...own },
            ConditionExpression:
              'attribute_not_exists(pk) OR upload_id = :upload OR (taken_in = :no AND run_id <> :run)',
            ExpressionAttributeValues: { ':upload': claim.upload_id, ':run': claim.run_id, ':no': false },
          }),
        ),
      );
      return claimed ? own : ((await get<ContentClaim>(contentKey(digest))) ?? own);
    },

    putContent: (digest: string, claim: ContentClaim) =>
      client.send(new PutCommand({ TableName, Item: { ...contentKey(digest), ...claim } })),

    putLedgerEntry: (entry: LedgerEntry) =>
      client.send(new PutCommand({ TableName, Item: { pk: `UPLOAD#${entry.key}`, sk: entry.etag, ...entry } })),
  };
}
