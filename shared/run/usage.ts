import { currentInvocation } from '../adapters/metering/usage-meter.ts';
import { runFiles } from '../domain/run/runs.ts';
import { invocationSchema, summariseUsage, type Usage } from '../domain/run/usage.ts';
import type { ObjectStore } from '../ports/objects.ts';

const READS_AT_A_TIME = 16;

/** Stores the usage of the current invocation with the run. Each invocation has its own object, so retries count too. */
export async function recordUsage(lake: ObjectStore, runId: string, requestId: string): Promise<void> {
  const invocation = currentInvocation();
  if (!invocation) return;
  // Counts the put below as well.
  invocation.objects.puts++;
  await lake.putJson(runFiles.usageNote(runId, invocation.stage, requestId), invocation);
}

/** Usage of the run so far, including the current invocation. */
export async function readUsage(lake: ObjectStore, runId: string): Promise<Usage> {
  const notes = await lake.list(runFiles.usageNotes(runId));
  const invocations = [];
  for (let start = 0; start < notes.length; start += READS_AT_A_TIME) {
    const some = notes.slice(start, start + READS_AT_A_TIME);
    const read = await Promise.all(some.map(async ({ key }) => invocationSchema.parse(await lake.getJson(key))));
    invocations.push(...read);
  }
  const own = currentInvocation();
  return summariseUsage(own ? [...invocations, own] : invocations);
}
