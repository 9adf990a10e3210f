import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import { tierChangeFields } from '../../../shared/domain/tiers/movement/tier-change.ts';
import type { EventBus } from '../../../shared/ports/events.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

interface Dependencies {
  lake: ObjectStore;
  erasures: ErasureTable;
  events: EventBus;
  withDatabase: WithDatabase;
  /** Maximum number of changes per event. */
  changesPerEvent?: number;
}

const tierChange = z.object({ customer_id: z.string(), ...tierChangeFields });
type TierChange = z.infer<typeof tierChange>;

/** EventBridge and SQS accept 256 KB including their own fields. */
const EVENT_BYTES = 200_000;

/**
 * Publishes the run's tier changes, several per event. An event's id is derived from its content, so a retry sends the same id.
 * @returns the number of changes
 */
export async function publishTierChanges(
  run: { run_id: string; as_of: string },
  { lake, erasures, events, withDatabase, changesPerEvent = 250 }: Dependencies,
): Promise<number> {
  const erased = new Set((await erasures.pending()).map(({ customer_id }) => customer_id));
  const files = await lake.list(runFiles.allTierChanges(run.run_id));
  return withDatabase(async (database) => {
    let published = 0;
    for (const { key } of files) {
      await lake.fileFor(key, changesFile(database));
      for await (const changes of inBatches(changesIn(database, erased), changesPerEvent)) {
        await events.publish('Tier Changed', { ...run, event_id: eventId(run.run_id, changes), changes });
        published += changes.length;
      }
    }
    return published;
  });
}

const changesFile = ({ directory }: Database) => `${directory}/changes.parquet`;

/** Excludes customers with a pending erasure. */
async function* changesIn(database: Database, erased: ReadonlySet<string>): AsyncGenerator<TierChange> {
  const rows = database.chunks(`from read_parquet(${quotedString(changesFile(database))}) order by customer_id`);
  for await (const chunk of rows) {
    yield* chunk.map((row) => tierChange.parse(row)).filter(({ customer_id }) => !erased.has(customer_id));
  }
}

async function* inBatches(changes: AsyncIterable<TierChange>, most: number): AsyncGenerator<TierChange[]> {
  let batch: TierChange[] = [];
  let bytes = 0;
  for await (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change)) + 1;
    if (batch.length === most || bytes + size > EVENT_BYTES) {
      if (batch.length > 0) yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(change);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

const eventId = (runId: string, changes: readonly TierChange[]) =>
  createHash('sha256')
    .update(JSON.stringify([runId, changes]))
    .digest('hex')
    .slice(0, 32);
