import * as z from 'zod';

/** Everything a function may learn from its environment; each handler picks what it uses. */
export const environment = z.object({
  /** Bucket that people and systems drop exports into. */
  INBOX_BUCKET: z.string().min(3),
  /** Bucket that the pipeline writes to. */
  LAKE_BUCKET: z.string().min(3),
  /** The one DynamoDB table. */
  TABLE_NAME: z.string().min(3),
  /** How many parts customers are dealt into; fixed for the life of a deployment. */
  BUCKETS: z.coerce.number().int().min(1).max(1024),
  /** How many buckets are worked on at a time on this machine; a function of its own has it for itself. */
  BUCKETS_AT_ONCE: z.coerce.number().int().min(1).max(64).default(1),
  /** Memory DuckDB may use for each of them, in MB; by default all it may use. */
  BUCKET_MEMORY_MB: z.coerce.number().int().min(64).optional(),
  /** How long the inbox must stay unchanged before a run begins, in seconds; 0 does not wait. */
  SETTLE_SECONDS: z.coerce.number().int().min(0).max(3600),
  /** How long a run may hold the lock without ending, in seconds. */
  LEASE_SECONDS: z.coerce.number().int().min(60),
  /** Memory DuckDB may use, in MB; it spills to the temporary directory beyond that. */
  DUCKDB_MEMORY_MB: z.coerce.number().int().min(64),
  /** The state machine that `close-run`, `fail-run` and `POST /v1/runs` start. */
  STATE_MACHINE_ARN: z.string().min(20),
  /** Secrets Manager's name of the key that ids are hashed with. */
  ID_SECRET_NAME: z.string().min(1),
  /** When runs start by themselves: day of the month, hour of that day, and the IANA time zone both are in. */
  SCHEDULE_DAY: z.coerce.number().int().min(1).max(28),
  SCHEDULE_HOUR: z.coerce.number().int().min(0).max(23),
  SCHEDULE_TIME_ZONE: z.string().min(1),
  /** How long a reader may keep a customer's tier at most, in seconds. */
  CACHE_SECONDS: z.coerce.number().int().min(0),
  /** Where API clients get their tokens. */
  TOKEN_ENDPOINT: z.string().min(1),
  /** EventBridge bus that runs are announced on. */
  EVENT_BUS_NAME: z.string().min(1),
});

/** What functions that work on one bucket need to open its database. */
export const bucketEnvironment = { DUCKDB_MEMORY_MB: true, BUCKET_MEMORY_MB: true, BUCKETS_AT_ONCE: true } as const;

/**
 * Reads and checks the environment once per container.
 * @param schema what this function needs, picked from {@link environment}
 * @param source defaults to the process environment
 * @throws {Error} naming each variable that is missing or wrong
 */
export function loadConfig<Schema extends z.ZodObject>(schema: Schema, source: NodeJS.ProcessEnv = process.env) {
  const parsed = schema.safeParse(source);
  if (!parsed.success) throw new Error(`Environment variables are wrong: ${z.prettifyError(parsed.error)}`);
  return parsed.data as z.infer<Schema>;
}
