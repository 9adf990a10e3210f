import type * as z from 'zod';
import { ProblemError } from './problem.ts';

/** Writes a position in a listing so that callers can hand it back and need not read it. */
export function encodeCursor(position: object): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * @param schema the shape this listing writes
 * @throws {ProblemError} `invalid-request` when it is none of this listing's cursors
 */
export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  const message = 'is no cursor of this listing';
  throw new ProblemError('invalid-request', `The query is wrong: cursor: ${message}`, {
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
