import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** A presigned URL. */
export interface ObjectLink {
  url: string;
  /** ISO 8601, UTC. */
  expires_at: string;
}

const LIFETIME_SECONDS = 15 * 60;

export type ObjectLinks = ReturnType<typeof objectLinks>;

/**
 * Creates presigned URLs for the objects of one bucket, for clients without AWS credentials.
 * @param bucket bucket name
 */
export function objectLinks(
  bucket: string,
  // By default, the SDK would presign an upload with the checksum of an empty body.
  client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
) {
  const expiresAt = () => new Date(Date.now() + LIFETIME_SECONDS * 1000).toISOString();

  return {
    /** A link that downloads an object under a file name. */
    async downloadLink(key: string, fileName: string): Promise<ObjectLink> {
      const ResponseContentDisposition = `attachment; filename="${fileName}"`;
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition });
      return { url: await getSignedUrl(client, command, { expiresIn: LIFETIME_SECONDS }), expires_at: expiresAt() };
    },

    /** A link that uploads an object of exactly this size in bytes. */
    async uploadLink(key: string, bytes: number): Promise<ObjectLink> {
      const command = new PutObjectCommand({ Bucket: bucket, Key: key, ContentLength: bytes });
      const signableHeaders = new Set(['host', 'content-length']);
      const url = await getSignedUrl(client, command, { expiresIn: LIFETIME_SECONDS, signableHeaders });
      return { url, expires_at: expiresAt() };
    },
  };
}
