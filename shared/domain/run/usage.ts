import * as z from 'zod';

const table = z.object({
  requests: z.number(),
  /** As DynamoDB reports them, the indexes' included. */
  read_units: z.number(),
  write_units: z.number(),
  items_put: z.number(),
  items_deleted: z.number(),
  /** What the items that were put weigh. */
  bytes_put: z.number(),
});

const objects = z.object({
  /** Requests that write, parts of large objects among them, and those that list: S3 has one price for both. */
  puts: z.number(),
  lists: z.number(),
  gets: z.number(),
  bytes_put: z.number(),
  bytes_got: z.number(),
});

/** What was asked of the table and of the two buckets. */
export const trafficSchema = z.object({ table, objects });
export type Traffic = z.infer<typeof trafficSchema>;

/** What one invocation of a stage's function used, as it notes it beside the run. */
export const invocationSchema = trafficSchema.extend({
  stage: z.string(),
  /** Of a map: the upload or bucket. */
  item: z.string().nullable(),
  milliseconds: z.number(),
  /** Null where the function has no size of its own, as in the embedded cloud. */
  memory_mb: z.number().nullable(),
});
export type Invocation = z.infer<typeof invocationSchema>;

const figures = trafficSchema.extend({
  invocations: z.number(),
  milliseconds: z.number(),
  gb_seconds: z.number().nullable(),
});

export const usageSchema = figures.extend({
  /** States that the state machine entered, each retry counted again; the workflow's own and those of the maps' items. */
  states_entered: z.number(),
  /** The run's own execution and one for each item of a map. */
  executions: z.number(),
  stages: z.array(figures.extend({ stage: z.string() })),
});
export type Usage = z.infer<typeof usageSchema>;

export const noTraffic = (): Traffic => ({
  table: { requests: 0, read_units: 0, write_units: 0, items_put: 0, items_deleted: 0, bytes_put: 0 },
  objects: { puts: 0, lists: 0, gets: 0, bytes_put: 0, bytes_got: 0 },
});

/** What a run used, from what each invocation of its functions did. */
export function summariseUsage(invocations: readonly Invocation[]): Usage {
  const stages = Map.groupBy(invocations, ({ stage }) => stage);
  const items = new Set(invocations.filter(({ item }) => item !== null).map(({ stage, item }) => `${stage} ${item}`));
  return {
    ...sumInvocations(invocations),
    states_entered: invocations.length + statesBetween(stages.get('open-run')?.length ?? 0),
    executions: 1 + items.size,
    stages: [...stages].map(([stage, own]) => ({ stage, ...sumInvocations(own) })),
  };
}

/**
 * States of a run that ends well which invoke no function: the first, the choice of what was asked, a choice after each look
 * at the inbox and a wait between two of them, four maps and the choice after each.
 */
const statesBetween = (looks: number) => 2 + looks + Math.max(looks - 1, 0) + 4 + 4;

function sumInvocations(invocations: readonly Invocation[]) {
  const total = noTraffic();
  let [milliseconds, gbMilliseconds]: [number, number | null] = [0, 0];
  for (const { table, objects, memory_mb, ...own } of invocations) {
    add(total.table, table);
    add(total.objects, objects);
    milliseconds += own.milliseconds;
    gbMilliseconds =
      gbMilliseconds === null || memory_mb === null ? null : gbMilliseconds + (own.milliseconds * memory_mb) / 1024;
  }
  const gb_seconds = gbMilliseconds === null ? null : Number((gbMilliseconds / 1000).toFixed(3));
  return { invocations: invocations.length, milliseconds, gb_seconds, ...total };
}

function add(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(more)) total[name] = (total[name] ?? 0) + value;
}
