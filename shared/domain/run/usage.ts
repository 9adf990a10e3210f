import * as z from 'zod';

const table = z.object({
  requests: z.number(),
  /** As DynamoDB reports them, including indexes. */
  read_units: z.number(),
  write_units: z.number(),
  items_put: z.number(),
  items_deleted: z.number(),
  /** Total size of the items put. */
  bytes_put: z.number(),
});

const objects = z.object({
  /** Write requests, including parts of multipart uploads. S3 charges the same for these and for `lists`. */
  puts: z.number(),
  lists: z.number(),
  gets: z.number(),
  bytes_put: z.number(),
  bytes_got: z.number(),
});

/** Requests to the table and to the two S3 buckets. */
export const trafficSchema = z.object({ table, objects });
export type Traffic = z.infer<typeof trafficSchema>;

/** The usage of one invocation of a stage's function, as recorded with the run. */
export const invocationSchema = trafficSchema.extend({
  stage: z.string(),
  /** In a Map state: the upload or customer bucket. */
  item: z.string().nullable(),
  milliseconds: z.number(),
  /** Null when the function has no configured memory, as in the embedded cloud. */
  memory_mb: z.number().nullable(),
  /** ISO 8601, UTC. */
  ended_at: z.string().optional(),
  /** Why it failed; missing if it did not. */
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
export type Invocation = z.infer<typeof invocationSchema>;

const figures = trafficSchema.extend({
  invocations: z.number(),
  milliseconds: z.number(),
  gb_seconds: z.number().nullable(),
});

export const usageSchema = figures.extend({
  /** States entered by the state machine, including those of map items; each retry counts again. */
  states_entered: z.number(),
  /** The run's execution plus one for each map item. */
  executions: z.number(),
  stages: z.array(figures.extend({ stage: z.string() })),
});
export type Usage = z.infer<typeof usageSchema>;

export const noTraffic = (): Traffic => ({
  table: { requests: 0, read_units: 0, write_units: 0, items_put: 0, items_deleted: 0, bytes_put: 0 },
  objects: { puts: 0, lists: 0, gets: 0, bytes_put: 0, bytes_got: 0 },
});

/** Adds up the usage of a run's invocations. */
export function summariseUsage(invocations: readonly Invocation[]): Usage {
  const stages = Map.groupBy(invocations, ({ stage }) => stage);
  const items = new Set(invocations.filter(({ item }) => item !== null).map(({ stage, item }) => `${stage} ${item}`));
  return {
    ...sumInvocations(invocations),
    states_entered: invocations.length + countOtherStates((stage) => stages.get(stage)?.length ?? 0),
    executions: 1 + items.size,
    stages: [...stages].map(([stage, invocationsOfStage]) => ({ stage, ...sumInvocations(invocationsOfStage) })),
  };
}

/**
 * Counts the states of a successful run that invoke no function: the first state, the choice of the trigger, a choice after
 * each check of the inbox, a wait between checks, four maps each with a choice after it, a choice after each call of `erase`, and
 * the map of `maintain-bucket` if there was anything to do.
 * @param calls invocations of a stage
 */
function countOtherStates(calls: (stage: string) => number): number {
  const inboxChecks = calls('open-run');
  const maintenance = calls('erase') + Math.min(calls('maintain-bucket'), 1);
  return 2 + inboxChecks + Math.max(inboxChecks - 1, 0) + 4 + 4 + maintenance;
}

function sumInvocations(invocations: readonly Invocation[]) {
  const total = noTraffic();
  let [milliseconds, gbMilliseconds]: [number, number | null] = [0, 0];
  for (const { table, objects, memory_mb, milliseconds: duration } of invocations) {
    add(total.table, table);
    add(total.objects, objects);
    milliseconds += duration;
    gbMilliseconds =
      gbMilliseconds === null || memory_mb === null ? null : gbMilliseconds + (duration * memory_mb) / 1024;
  }
  const gb_seconds = gbMilliseconds === null ? null : Number((gbMilliseconds / 1000).toFixed(3));
  return { invocations: invocations.length, milliseconds, gb_seconds, ...total };
}

function add(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(more)) total[name] = (total[name] ?? 0) + value;
}
