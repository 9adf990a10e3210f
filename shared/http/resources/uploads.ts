import * as z from 'zod';
import { datasets } from '../../domain/intake/datasets/datasets.ts';
import type { Route } from '../route.ts';

/** S3's limit for a single PUT. */
const UPLOAD_BYTES = 5 * 1024 ** 3;

const uploadRequest = z
  .strictObject({
    file_name: z
      .string()
      .regex(
        // biome-ignore lint/suspicious/noControlCharactersInRegex: rejects control characters in names
        /^[^/\\.\x00-\x1f][^/\\\x00-\x1f]{0,199}$/u,
        'expected a name of 1 to 200 characters without slashes, not hidden',
      )
      .refine((name) => name.isWellFormed(), 'expected well-formed Unicode')
      .meta({ description: 'The file name shown in reports; it need not be unique' }),
    bytes: z.int().min(1).max(UPLOAD_BYTES).meta({ description: 'Size of the file; any other size is rejected' }),
    dataset: z.enum(datasets).optional().meta({ description: 'Default: detected from the columns' }),
  })
  .meta({ id: 'UploadRequest', examples: [{ file_name: 'august.csv', bytes: 5210340, dataset: 'orders' }] });

const upload = z
  .strictObject({
    method: z.literal('PUT'),
    url: z.string().meta({ format: 'uri', description: 'Send the file here as the body, without a token' }),
    headers: z.record(z.string(), z.string()).meta({ description: 'Send these headers with the file' }),
    key: z.string().meta({ description: 'Key of the file in the inbox' }),
    expires_at: z.string().meta({ format: 'date-time' }),
  })
  .meta({
    id: 'Upload',
    examples: [
      {
        method: 'PUT',
        url: 'https://inbox.s3.eu-central-1.amazonaws.com/inbox/orders/20260901T081500000Z-4c1d20ab/august.csv?X-Amz-Signature=91bc',
        headers: { 'content-length': '5210340' },
        key: 'inbox/orders/20260901T081500000Z-4c1d20ab/august.csv',
        expires_at: '2026-09-01T08:30:00.000Z',
      },
    ],
  });

export const uploadRoutes = [
  {
    method: 'POST',
    path: '/v1/uploads',
    scope: 'runs/write',
    handler: 'request-upload',
    operation: 'requestUpload',
    summary: 'A URL to upload a file to',
    description: 'The upload starts a run, like any file added to the inbox.',
    body: uploadRequest,
    response: { status: 201, schema: upload },
    problems: [],
  },
] as const satisfies readonly Route[];
