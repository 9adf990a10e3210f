import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';

/** Starts a server with the API of S3, whose objects are in memory. */
export async function startS3Server(...buckets: readonly string[]) {
  const server = await startFauxqs({ host: '127.0.0.1', port: 0, logger: false });
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  for (const Bucket of buckets) await client.send(new CreateBucketCommand({ Bucket }));
  return {
    client,
    async close() {
      client.destroy();
      await server.stop();
    },
  };
}
