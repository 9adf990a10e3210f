import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectLinks } from '../../ports/objects.ts';
import { attachment } from '../content-disposition.ts';
import { LINK_LIFETIME_SECONDS } from '../object-limits.ts';

/**
 * Creates presigned URLs for the objects of one bucket.
 * @param bucket bucket name
 */
export function objectLinks(
  bucket: string,
  // By default, the SDK would presign an upload with the checksum of an empty body.
  client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
): ObjectLinks {
  const expiresIn = LINK_LIFETIME_SECONDS;
  const expiresAt = () => new Date(Date.now() + expiresIn * 1000).toISOString();

  return {
    async downloadLink(key, fileName) {
      const ResponseContentDisposition = attachment(fileName);
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition });
      return { url: await getSignedUrl(client, command, { expiresIn }), expires_at: expiresAt() };
    },

    async uploadLink(key, bytes) {
      const command = new PutObjectCommand({ Bucket: bucket, Key: key, ContentLength: bytes });
      const signableHeaders = new Set(['host', 'content-length']);
      const url = await getSignedUrl(client, command, { expiresIn, signableHeaders });
      return { url, expires_at: expiresAt() };
    },
  };
}
