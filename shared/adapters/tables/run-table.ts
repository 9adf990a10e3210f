import type { LedgerEntry, UploadObject } from '../../domain/intake/uploads.ts';
import type { Verdict } from '../../domain/quality/gate.ts';
import { StaleRunError } from '../../errors.ts';
import { absent, allOf, anyOf, atMost, different, equal, less, missing } from '../../ports/condition.ts';
import type { Key, Table } from '../../ports/table.ts';

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
  /** The lock that was taken over. */
  taken_from?: Pick<Lock, 'execution_arn' | 'run_id'>;
}

/** What the ledger's list has of an entry. */
export type ListedEntry = Pick<LedgerEntry, 'key' | 'etag' | 'last_modified' | 'status' | 'policy_hash'>;

/** The first upload with certain content. */
export interface ContentClaim {
  upload_id: string;
  key: string;
  run_id: string;
  /** Set once a run that processed it is current. */
  taken_in: boolean;
}

/** An attempt at cleaning an upload by a policy. */
export interface Attempt {
  upload_id: string;
  policy_hash: string;
  attempt_id: string;
}

/** The current run, and the runs that have started to publish and are not current. */
export interface Current {
  run_id?: string;
  unfinished: string[];
  /** Runs that started to publish and never became current, newest last; missing if there were none. */
  aborted?: string[];
}

const LOCK: Key = { pk: 'CONTROL', sk: 'LOCK' };
const LAST_RUN: Key = { pk: 'CONTROL', sk: 'LAST_RUN' };
export const CURRENT: Key = { pk: 'CONTROL', sk: 'CURRENT' };
/** The layout of the lake, see `recordBuckets`. */
const LAYOUT: Key = { pk: 'CONTROL', sk: 'LAYOUT' };
/** Aborted runs to remember. Writers of older ones have ended long ago. */
const MAX_ABORTED = 100;
/** No run newer than this one has begun, or become current. */
const isNewest = (runId: string) =>
  allOf(anyOf(missing('newest'), atMost('newest', runId)), anyOf(missing('run_id'), atMost('run_id', runId)));
/** The item is absent, or no newer run has written it. */
const notNewer = (runId: string) => anyOf(absent, atMost('run_id', runId));
const UPLOAD_PREFIX = 'UPLOAD#';
/** Partition of the ledger in the index, whose sort key has what decides whether an upload waits. */
const LEDGER = 'LEDGER';
const ledgerKey = ({ key, etag }: Pick<LedgerEntry, 'key' | 'etag'>): Key => ({
  pk: `${UPLOAD_PREFIX}${key}`,
  sk: etag,
});
/** Prefix of the partition keys of content claims. */
export const CONTENT_PREFIX = 'CONTENT#';
const contentKey = (digest: string): Key => ({ pk: `${CONTENT_PREFIX}${digest}`, sk: 'CONTENT' });
/** Prefix of the partition keys of attempts at cleaning. */
export const ATTEMPT_PREFIX = 'ATTEMPT#';
const attemptKey = ({ upload_id, policy_hash }: Attempt): Key => ({
  pk: `${ATTEMPT_PREFIX}${upload_id}`,
  sk: `POLICY#${policy_hash}`,
});
/** Prefix of the partition keys of runs. */
export const RUN_PREFIX = 'RUN#';
const runKey = (runId: string): Key => ({ pk: `${RUN_PREFIX}${runId}`, sk: 'RUN' });

export type RunTable = ReturnType<typeof runTable>;

/** Runs, the lock, the ledger and the pointer to the current run. Uses only single-item conditions. */
export function runTable(table: Table) {
  async function get<Shape>(key: Key): Promise<Shape | undefined> {
    const item = await table.get(key);
    if (!item) return undefined;
    const { pk, sk, list_pk, list_sk, ...rest } = item;
    return rest as Shape;
  }

  async function getLastRunId(): Promise<string | undefined> {
    return (await get<{ run_id: string }>(LAST_RUN))?.run_id;
  }

  async function getBuckets(otherwise: number): Promise<number> {
    return (await get<{ buckets: number }>(LAYOUT))?.buckets ?? otherwise;
  }

  async function getCurrent(): Promise<Current> {
    const { run_id, unfinished = [], aborted } = (await get<Partial<Current>>(CURRENT)) ?? {};
    return { ...(run_id && { run_id }), unfinished, ...(aborted && { aborted }) };
  }

  return {
    getRun: (runId: string) => get<Run>(runKey(runId)),

    putRun: (run: Run) => table.put({ ...runKey(run.run_id), list_pk: 'RUNS', list_sk: run.run_id, ...run }),

    setFields: (runId: string, fields: Partial<Run>) => table.update(runKey(runId), { set: fields }),

    /** Raises the date of the run's newest order; uploads report theirs concurrently. */
    reportNewestOrder: (runId: string, day: string) =>
      table.update(
        runKey(runId),
        { set: { newest_order_on: day } },
        anyOf(missing('newest_order_on'), less('newest_order_on', day)),
      ),

    /** Runs, newest first. */
    async listRuns(limit: number, before?: string): Promise<Run[]> {
      const sortKeys = before ? { before } : undefined;
      const listed = await table.query({
        partition: 'RUNS',
        index: 'listing',
        descending: true,
        limit,
        ...(sortKeys && { sortKeys }),
      });
      const items = await table.getAll(listed.map(({ list_sk }) => runKey(String(list_sk))));
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
      table.put(
        { ...LOCK, ...lock },
        anyOf(
          absent,
          equal('execution_arn', lock.execution_arn),
          equal('execution_arn', from),
          less('lease_until', now),
        ),
      ),

    /** Frees the lock if this execution still holds it. */
    freeLock: (executionArn: string) => table.remove(LOCK, equal('execution_arn', executionArn)),

    /** The newest run id that an execution has recorded. */
    getLastRunId,

    /**
     * Records a run id as the newest, before the run writes anything.
     * @returns false when a newer one is recorded, or this one already
     */
    recordRunId: (runId: string) => table.put({ ...LAST_RUN, run_id: runId }, anyOf(absent, less('run_id', runId))),

    /** The number of customer buckets in the lake. @param otherwise the result before the first run */
    getBuckets,

    /**
     * Records the number of customer buckets, unless an earlier run has.
     * @returns the recorded number
     */
    async recordBuckets(buckets: number): Promise<number> {
      const isFirst = await table.put({ ...LAYOUT, buckets }, absent);
      return isFirst ? buckets : getBuckets(buckets);
    },

    /**
     * @throws {StaleRunError} when a newer run has begun. Its lock is gone, so a run's function that still works has to stop
     */
    async requireNewest(runId: string): Promise<void> {
      const last = await getLastRunId();
      if (last !== undefined && last > runId) throw new StaleRunError(runId);
    },

    getCurrent,

    /** From here on, no older run can start to publish or become current. */
    supersede: (runId: string) => table.update(CURRENT, { set: { newest: runId } }, isNewest(runId)),

    /**
     * Marks a run as publishing; called before its first write of customers.
     * @throws {StaleRunError} when a newer run has begun
     */
    async beginPublishing(runId: string): Promise<void> {
      const change = { set: { newest: runId }, add: { unfinished: runId } };
      if (!(await table.update(CURRENT, change, isNewest(runId)))) throw new StaleRunError(runId);
    },

    /**
     * Makes a run current, with a single write. Runs that started to publish and did not get here count as aborted.
     * @param seen facts about the run that optimistic readers get with the pointer
     * @returns false when a newer run has begun
     */
    async makeCurrent(runId: string, seen?: { as_of: string; since: string }): Promise<boolean> {
      const { aborted: before = [], unfinished } = await getCurrent();
      const aborted = [...new Set([...before, ...unfinished])].filter((id) => id !== runId).toSorted();
      const known = aborted.length > 0 && { aborted: aborted.slice(-MAX_ABORTED) };
      return table.update(
        CURRENT,
        seen
          ? { set: { run_id: runId, ...seen, ...known }, remove: ['unfinished'] }
          : { set: { run_id: runId, ...known }, remove: ['unfinished', 'as_of', 'since'] },
        isNewest(runId),
      );
    },

    /** The ledger entries of a key: every version that was processed or rejected. */
    async ledgerOf(key: string): Promise<LedgerEntry[]> {
      return (await table.query({ partition: `${UPLOAD_PREFIX}${key}` })) as unknown as LedgerEntry[];
    },

    /** The whole ledger, with one query of the index; may lack entries of the last moments, and those of earlier versions. */
    async listLedger(): Promise<ListedEntry[]> {
      const listed = await table.query({ partition: LEDGER, index: 'listing' });
      return listed.map(({ pk, sk, list_sk }) => {
        const [last_modified = '', status, policy_hash = ''] = String(list_sk).split('#');
        const key = String(pk).slice(UPLOAD_PREFIX.length);
        return { key, etag: String(sk), last_modified, status: status as LedgerEntry['status'], policy_hash };
      });
    },

    /** The ledger entries of exactly these versions of objects, as of now. */
    async getLedgerEntries(objects: readonly UploadObject[]): Promise<LedgerEntry[]> {
      return (await table.getAll(objects.map(ledgerKey))) as unknown as LedgerEntry[];
    },

    /** Deletes ledger entries. */
    removeLedgerEntries(entries: readonly ListedEntry[]): Promise<number> {
      async function* removals() {
        for (const entry of entries) yield { remove: ledgerKey(entry) };
      }
      return table.writeAll(removals());
    },

    /**
     * Claims content for an upload; another run may take over the claim of a run that did not become current.
     * @param digest digest of the content
     * @returns the holder of the claim: this upload, or the earlier one with the same content
     */
    async claimContent(digest: string, claim: Omit<ContentClaim, 'taken_in'>): Promise<ContentClaim> {
      const own = { ...claim, taken_in: false };
      const claimed = await table.put(
        { ...contentKey(digest), ...own },
        anyOf(
          absent,
          equal('upload_id', claim.upload_id),
          allOf(equal('taken_in', false), different('run_id', claim.run_id)),
        ),
      );
      return claimed ? own : ((await get<ContentClaim>(contentKey(digest))) ?? own);
    },

    /** The attempts at cleaning an upload by a policy that began and did not end. */
    async countAttempts(attempt: Attempt): Promise<number> {
      return (await get<{ begun: string[] }>(attemptKey(attempt)))?.begun.length ?? 0;
    },

    addAttempt: (attempt: Attempt) => table.update(attemptKey(attempt), { add: { begun: attempt.attempt_id } }),

    /** Forgets the attempts at an upload. */
    endAttempts: (attempt: Attempt) => table.remove(attemptKey(attempt)),

    /** Keeps a claim of a newer run. */
    putContent: (digest: string, claim: ContentClaim) =>
      table.put({ ...contentKey(digest), ...claim }, notNewer(claim.run_id)),

    /** Keeps an entry of a newer run. */
    putLedgerEntry(entry: LedgerEntry): Promise<boolean> {
      const list_sk = [entry.last_modified, entry.status, entry.policy_hash].join('#');
      return table.put({ ...ledgerKey(entry), list_pk: LEDGER, list_sk, ...entry }, notNewer(entry.run_id));
    },
  };
}
