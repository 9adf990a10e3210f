import type * as z from 'zod';
import { ProblemError } from './problem.ts';

/** Encodes a position in a listing as an opaque cursor. */
export function encodeCursor(position: object): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Decodes a cursor.
 * @param schema the listing's position
 * @throws {ProblemError} `invalid-request` when the cursor does not match the schema
 */
export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  const message = 'is not a cursor of this listing';
  throw new ProblemError('invalid-request', `Invalid query: cursor: ${message}`, {
    errors: [{ field: 'cursor', message }],
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
