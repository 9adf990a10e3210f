import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startObjectStorage } from '../../local/cloud/object-storage.ts';
import { objectStore } from '../../shared/adapters/aws/object-store.ts';
import { access, checksums } from '../functions/services.ts';

export const BUCKET = 'lake';

/** Lends the embedded object store with a file in its bucket, and what a program needs to find it in its environment. */
export async function withExport<Result>(
  file: string,
  work: (key: string, environment: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'strata-bench-objects-'));
  const { url, close } = await startObjectStorage(directory, [BUCKET], () => {});
  try {
    const client = new S3Client({ endpoint: url, ...access, ...checksums });
    await objectStore(BUCKET, client).upload(file, basename(file), 'text/csv');
    return await work(basename(file), {
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: access.region,
      AWS_ACCESS_KEY_ID: access.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: access.credentials.secretAccessKey,
      AWS_REQUEST_CHECKSUM_CALCULATION: checksums.requestChecksumCalculation,
      AWS_RESPONSE_CHECKSUM_VALIDATION: checksums.responseChecksumValidation,
    });
  } finally {
    await close();
    await rm(directory, { recursive: true, force: true });
  }
}
