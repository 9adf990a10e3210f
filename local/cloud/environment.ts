import { availableParallelism, devNull } from 'node:os';
import type { Service } from './service.ts';
import type { Storage } from './storage.ts';

export const INBOX_BUCKET = 'strata-inbox';
export const LAKE_BUCKET = 'strata-lake';
export const TABLE_NAME = 'strata';
/** Region and account in the names of everything embedded. */
export const ACCOUNT = 'us-east-1:000000000000';
export const STATE_MACHINE_ARN = `arn:aws:states:${ACCOUNT}:stateMachine:segmentation`;
/** While one bucket waits for its files, the processors work on the other. */
export const BUCKETS_AT_ONCE = 2;

interface Services extends Pick<Storage, 'objects' | 'tables'> {
  /** Step Functions, EventBridge and Secrets Manager. */
  awsJson: Service;
}

/** Variables of the user's own account, which nothing here may reach. */
const FOREIGN = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];

/**
 * Tells the functions, and the SDK within them, of the embedded services, by the same variables that a deployment sets.
 * @param verbose lets the functions log
 */
export function setEnvironment({ objects, tables, awsJson }: Services, verbose: boolean): void {
  // Enough for a thread on every processor; on a machine with two a run takes less than a gigabyte in all.
  const processors = Math.max(2, availableParallelism());
  for (const name of FOREIGN) delete process.env[name];
  Object.assign(process.env, {
    INBOX_BUCKET,
    LAKE_BUCKET,
    TABLE_NAME,
    STATE_MACHINE_ARN,
    EVENT_BUS_NAME: 'default',
    ID_SECRET_NAME: 'strata/id-key',
    BUCKETS: '8',
    BUCKETS_AT_ONCE: String(BUCKETS_AT_ONCE),
    SCHEDULE_DAY: '1',
    SCHEDULE_HOUR: '3',
    SCHEDULE_TIME_ZONE: 'Etc/UTC',
    CACHE_SECONDS: '3600',
    TOKEN_ENDPOINT: '/oauth2/token',
    SETTLE_SECONDS: '1',
    LEASE_SECONDS: '21600',
    DUCKDB_MEMORY_MB: String(150 * processors),
    BUCKET_MEMORY_MB: String(100 * processors),
    AWS_ENDPOINT_URL_S3: objects.url,
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_ENDPOINT_URL_SFN: awsJson.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: awsJson.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: awsJson.url,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_REGION: 'us-east-1',
    // The one account that s3rver knows.
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
    AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED',
    POWERTOOLS_LOG_LEVEL: verbose ? 'INFO' : 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
}
