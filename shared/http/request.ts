import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { type FieldError, ProblemError } from './problem.ts';
import type { Route } from './route.ts';

/** A hundred ids of the longest kind fit. */
const BODY_BYTES = 256 * 1024;

/**
 * Checks a request by its route.
 * @throws {ProblemError} `invalid-request`, naming each field, or `request-too-large`
 */
export function parseRequest(route: Route, event: APIGatewayProxyEventV2) {
  return {
    path: checked(z.strictObject(route.parameters ?? {}), event.pathParameters ?? {}, 'path'),
    query: checked(route.query ?? z.strictObject({}), event.queryStringParameters ?? {}, 'query'),
    body: route.body ? checked(route.body, parseBody(event), 'body') : {},
    headers: event.headers ?? {},
  };
}

function checked(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest(part, parsed.error.issues);
}

/** What is wrong with a part of a request, field by field. */
export function invalidRequest(part: string, issues: readonly z.core.$ZodIssue[]): ProblemError {
  const errors = issues.flatMap(fieldErrors);
  const fields = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
  return new ProblemError('invalid-request', `The ${part} is wrong: ${fields}`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not known here' }));
}

/** @returns the parsed body; an empty object where there is none */
function parseBody({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): unknown {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (Buffer.byteLength(text) > BODY_BYTES) {
    throw new ProblemError('request-too-large', `A body has at most ${BODY_BYTES} bytes`);
  }
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    const errors = [{ field: '', message: 'is no JSON' }];
    throw new ProblemError('invalid-request', 'The body is no JSON', { errors });
  }
}
