import type { S3Client } from '@aws-sdk/client-s3';
import { currentTraffic } from './usage-meter.ts';

const kinds = {
  PutObjectCommand: 'puts',
  CopyObjectCommand: 'puts',
  CreateMultipartUploadCommand: 'puts',
  UploadPartCommand: 'puts',
  CompleteMultipartUploadCommand: 'puts',
  ListObjectsV2Command: 'lists',
  GetObjectCommand: 'gets',
} as const;

/** Counts the client's requests and bytes on the meter of the current invocation. DELETE requests are free and not counted. */
export function meterObjects(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        const kind = kinds[commandName as keyof typeof kinds];
        const objects = currentTraffic()?.objects;
        if (!objects || !kind) return next(request);
        objects[kind]++;
        if (kind === 'puts') objects.bytes_put += bodyBytes(request.input);
        const response = await next(request);
        if (kind === 'gets') objects.bytes_got += (response.output as { ContentLength?: number }).ContentLength ?? 0;
        return response;
      },
    { step: 'initialize', name: 'strataMeter', override: true },
  );
}

/** Requests with a stream as body always have `ContentLength`. */
function bodyBytes(input: object): number {
  const { Body, ContentLength } = input as { Body?: unknown; ContentLength?: number };
  if (ContentLength !== undefined) return ContentLength;
  return typeof Body === 'string' || Body instanceof Uint8Array ? Buffer.byteLength(Body) : 0;
}
