import { currentInvocation } from '../adapters/metering/usage-meter.ts';
import { runFiles } from '../domain/run/runs.ts';
import { type Invocation, invocationSchema, summariseUsage, type Usage } from '../domain/run/usage.ts';
import type { ObjectStore } from '../ports/objects.ts';

const READS_AT_A_TIME = 16;

const MAX_MESSAGE = 4000;

/**
 * Stores the usage of the current invocation with the run, and why it failed. Each invocation has its own object, so retries count
 * too.
 */
export async function recordUsage(lake: ObjectStore, runId: string, requestId: string, error?: Error): Promise<void> {
  const invocation = currentInvocation();
  if (!invocation) return;
  // Counts the put below as well.
  invocation.objects.puts++;
  await lake.putJson(runFiles.usageNote(runId, invocation.stage, requestId), {
    ...invocation,
    ended_at: new Date().toISOString(),
    ...(error && { error: { name: error.name, message: error.message.slice(0, MAX_MESSAGE) } }),
  });
}

/** Usage of the run so far, including the current invocation. */
export async function readUsage(lake: ObjectStore, runId: string): Promise<Usage> {
  const invocations = await readInvocations(lake, runFiles.usageNotes(runId));
  const own = currentInvocation();
  return summariseUsage(own ? [...invocations, own] : invocations);
}

/**
 * The items of a stage's map whose last attempt failed, by item. Lacks those whose function was killed before it could record why.
 */
export async function readFailures(lake: ObjectStore, runId: string, stage: string) {
  const invocations = await readInvocations(lake, runFiles.stageUsageNotes(runId, stage));
  const byItem = Map.groupBy(invocations, ({ item }) => item ?? '');
  return [...byItem]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap(([item, attempts]) => {
      const last = attempts.toSorted((a, b) => (a.ended_at ?? '').localeCompare(b.ended_at ?? '')).at(-1);
      return last?.error ? [{ item, ...last.error }] : [];
    });
}

async function readInvocations(lake: ObjectStore, prefix: string): Promise<Invocation[]> {
  const notes = await lake.list(prefix);
  const invocations: Invocation[] = [];
  for (let start = 0; start < notes.length; start += READS_AT_A_TIME) {
    const some = notes.slice(start, start + READS_AT_A_TIME);
    const read = await Promise.all(some.map(async ({ key }) => invocationSchema.parse(await lake.getJson(key))));
    invocations.push(...read);
  }
  return invocations;
}
