import { randomUUID } from 'node:crypto';
import type { S3Record } from '@20minutes/s3rver';

/** What EventBridge says of an object that was written. */
export interface UploadEvent {
  source: 'aws.s3';
  'detail-type': 'Object Created';
  [member: string]: unknown;
}

interface Uploaded {
  key: string;
  bytes: number;
  etag: string;
}

/**
 * Stands in for the rule that starts the workflow when something is dropped into the inbox.
 * @param inbox the bucket that counts
 * @param deliver starts an execution with the event
 */
export function uploadEvents(inbox: string, deliver: (event: UploadEvent) => void) {
  let held: UploadEvent[] | undefined;

  return {
    /** Hears of an object that storage wrote. */
    created({ s3: { bucket, object } }: Pick<S3Record, 's3'>): void {
      if (bucket.name !== inbox) return;
      const event = uploadEvent(inbox, { key: object.key, bytes: object.size, etag: object.eTag });
      if (held) held.push(event);
      else deliver(event);
    },

    /** Keeps events back while several files are dropped, so that one drop is one run. */
    hold(): void {
      held = [];
    },

    /**
     * Lets events through again. One run takes in all that waits, so of those held one is enough.
     * @param missed an upload of an earlier process that no run has seen
     */
    release(missed?: Uploaded): void {
      const event = held?.at(-1) ?? (missed && uploadEvent(inbox, missed));
      held = undefined;
      if (event) deliver(event);
    },

    /** Lets events through again and forgets those held, where a run is asked for by other means. */
    drop(): void {
      held = undefined;
    },
  };
}

function uploadEvent(bucket: string, { key, bytes, etag }: Uploaded): UploadEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: { version: '0', bucket: { name: bucket }, object: { key, size: bytes, etag }, reason: 'PutObject' },
  };
}
