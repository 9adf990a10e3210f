import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startObjectStorage } from '../../local/object-storage.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';

export const BUCKET = 'lake';
const accessKeyId = 'S3RVER';

/** Lends the embedded object store with a file in its bucket, and what a program needs to find it in its environment. */
export async function withExport<Result>(
  file: string,
  work: (key: string, environment: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'strata-bench-objects-'));
  const { url, close } = await startObjectStorage(directory, [BUCKET], () => {});
  try {
    const credentials = { accessKeyId, secretAccessKey: accessKeyId };
    const asked = { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' } as const;
    const client = new S3Client({ endpoint: url, region: 'us-east-1', credentials, ...asked });
    await objectStore(BUCKET, client).upload(file, basename(file), 'text/csv');
    return await work(basename(file), {
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: accessKeyId,
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
      AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    });
  } finally {
    await close();
    await rm(directory, { recursive: true, force: true });
  }
}
