import type { S3Client } from '@aws-sdk/client-s3';
import { currentTraffic } from './usage-meter.ts';

const kinds = {
  PutObjectCommand: 'puts',
  CreateMultipartUploadCommand: 'puts',
  UploadPartCommand: 'puts',
  CompleteMultipartUploadCommand: 'puts',
  ListObjectsV2Command: 'lists',
  GetObjectCommand: 'gets',
} as const;

/** Counts the client's requests and their bytes on the meter of the work that they are made for; removing costs nothing. */
export function meterObjects(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        const kind = kinds[commandName as keyof typeof kinds];
        const objects = currentTraffic()?.objects;
        if (!objects || !kind) return next(request);
        objects[kind]++;
        if (kind === 'puts') objects.bytes_put += bodyBytes(request.input);
        const answer = await next(request);
        if (kind === 'gets') objects.bytes_got += (answer.output as { ContentLength?: number }).ContentLength ?? 0;
        return answer;
      },
    { step: 'initialize', name: 'strataMeter', override: true },
  );
}

/** Of a body that is a stream the length is always given. */
function bodyBytes(input: object): number {
  const { Body, ContentLength } = input as { Body?: unknown; ContentLength?: number };
  if (ContentLength !== undefined) return ContentLength;
  return typeof Body === 'string' || Body instanceof Uint8Array ? Buffer.byteLength(Body) : 0;
}
