import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** An address that works without a token until it ends. */
export interface ObjectLink {
  url: string;
  /** ISO 8601, UTC. */
  expires_at: string;
}

const SECONDS = 15 * 60;

export type ObjectLinks = ReturnType<typeof objectLinks>;

/**
 * Time-limited addresses of the objects of one bucket, for those who have no AWS account.
 * @param bucket its name
 */
export function objectLinks(
  bucket: string,
  // Otherwise the address demands the checksum of an empty body.
  client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
) {
  const ends = () => new Date(Date.now() + SECONDS * 1000).toISOString();

  return {
    /** Reads an object as a file of a name. */
    async reading(key: string, fileName: string): Promise<ObjectLink> {
      const ResponseContentDisposition = `attachment; filename="${fileName}"`;
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition });
      return { url: await getSignedUrl(client, command, { expiresIn: SECONDS }), expires_at: ends() };
    },

    /** Writes an object of exactly so many bytes. */
    async writing(key: string, bytes: number): Promise<ObjectLink> {
      const command = new PutObjectCommand({ Bucket: bucket, Key: key, ContentLength: bytes });
      const signableHeaders = new Set(['host', 'content-length']);
      return { url: await getSignedUrl(client, command, { expiresIn: SECONDS, signableHeaders }), expires_at: ends() };
    },
  };
}
