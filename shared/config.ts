import * as z from 'zod';
import type { Schedule } from './domain/run/schedule.ts';

/** All environment variables; each handler picks those that it uses. */
export const environment = z.object({
  /** URL of the object store for uploads, e.g. `s3://<bucket>`; see the platforms of `shared/ports/platform.ts`. */
  INBOX: z.string().min(3),
  /** URL of the object store that the pipeline writes to. */
  LAKE: z.string().min(3),
  /** URL of the table, e.g. `dynamodb://<table>`. */
  TABLE: z.string().min(3),
  /** Number of customer buckets; fixed for the life of a deployment. */
  BUCKETS: z.coerce.number().int().min(1).max(1024),
  /** Customer buckets processed in parallel on this machine; 1 on Lambda, where each invocation has its own environment. */
  BUCKETS_AT_ONCE: z.coerce.number().int().min(1).max(64).default(1),
  /** DuckDB memory per customer bucket, in MB; default: `DUCKDB_MEMORY_MB`. */
  BUCKET_MEMORY_MB: z.coerce.number().int().min(64).optional(),
  /** How long the inbox must stay unchanged before a run begins, in seconds; 0 to start immediately. */
  SETTLE_SECONDS: z.coerce.number().int().min(0).max(3600),
  /** Lease of the run lock, in seconds. */
  LEASE_SECONDS: z.coerce.number().int().min(60),
  /** DuckDB memory, in MB; beyond that it spills to the temporary directory. */
  DUCKDB_MEMORY_MB: z.coerce.number().int().min(64),
  /** The workflow that `close-run`, `fail-run` and `POST /v1/runs` start: URL or ARN. */
  WORKFLOW: z.string().min(1),
  /** The key for hashing ids: URL of a file, or name or ARN of a secret. */
  ID_KEY: z.string().min(1),
  /** When scheduled runs start: day of the month, hour of that day, and their IANA time zone. */
  SCHEDULE_DAY: z.coerce.number().int().min(1).max(28),
  SCHEDULE_HOUR: z.coerce.number().int().min(0).max(23),
  SCHEDULE_TIME_ZONE: z.string().min(1),
  /** Maximum time that clients may cache a customer's tier, in seconds. */
  CACHE_SECONDS: z.coerce.number().int().min(0),
  /** OAuth token endpoint for API clients. */
  TOKEN_ENDPOINT: z.string().min(1),
  /** The bus for Strata's events: URL of a file, or name or ARN. */
  EVENTS: z.string().min(1),
});

/** Variables that functions for one customer bucket need to open its database. */
export const bucketEnvironment = { DUCKDB_MEMORY_MB: true, BUCKET_MEMORY_MB: true, BUCKETS_AT_ONCE: true } as const;

/** Variables that functions need to know when scheduled runs start. */
export const scheduleEnvironment = { SCHEDULE_DAY: true, SCHEDULE_HOUR: true, SCHEDULE_TIME_ZONE: true } as const;

/** The schedule in a function's variables. */
export const scheduleOf = (config: Pick<z.infer<typeof environment>, keyof typeof scheduleEnvironment>): Schedule => ({
  day: config.SCHEDULE_DAY,
  hour: config.SCHEDULE_HOUR,
  timeZone: config.SCHEDULE_TIME_ZONE,
});

/**
 * Reads and validates environment variables; called once per container.
 * @param schema the variables of this function, picked from {@link environment}
 * @param source default: the process environment
 * @throws {Error} naming each missing or invalid variable
 */
export function loadConfig<Schema extends z.ZodObject>(schema: Schema, source: NodeJS.ProcessEnv = process.env) {
  const parsed = schema.safeParse(source);
  if (!parsed.success) throw new Error(`Invalid environment variables: ${z.prettifyError(parsed.error)}`);
  return parsed.data as z.infer<Schema>;
}
