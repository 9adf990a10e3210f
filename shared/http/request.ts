import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { parseStrictJson, StrictJsonError } from '../domain/json/strict-json.ts';
import { type FieldError, ProblemError } from './problem.ts';
import type { Route } from './route.ts';
import { isWholePath } from './whole-path.ts';

/** Enough for 100 ids of the maximum length. */
const BODY_BYTES = 256 * 1024;

/**
 * Parses a request and validates it with the schemas of its route.
 * @throws {ProblemError} `invalid-request`, naming each field, or `request-too-large`
 */
export function parseRequest(route: Route, event: APIGatewayProxyEventV2) {
  const { rawPath } = event;
  // Emulators send null where API Gateway leaves the member out.
  const pathParameters = event.pathParameters ?? {};
  if (rawPath !== undefined && route.parameters && !isWholePath(rawPath, route.path, pathParameters)) {
    throw new ProblemError(
      'invalid-request',
      'Invalid path: an encoded character separates its parts; see Ids in docs/api.md',
    );
  }
  return {
    path: parsePart(z.strictObject(route.parameters ?? {}), pathParameters, 'path'),
    query: parsePart(route.query ?? z.strictObject({}), event.queryStringParameters ?? {}, 'query'),
    body: route.body ? parsePart(route.body, parseBody(event), 'body') : {},
    headers: event.headers ?? {},
  };
}

function parsePart(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest(part, parsed.error.issues);
}

/** The problem for an invalid part of a request, with an error per field. */
export function invalidRequest(part: string, issues: readonly z.core.$ZodIssue[]): ProblemError {
  const errors = issues.flatMap(fieldErrors);
  const fields = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
  return new ProblemError('invalid-request', `Invalid ${part}: ${fields}`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not a known field' }));
}

/** @returns the parsed body, or an empty object if there is none */
function parseBody({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): unknown {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (Buffer.byteLength(text) > BODY_BYTES) {
    throw new ProblemError('request-too-large', `The body can have at most ${BODY_BYTES} bytes`);
  }
  if (text.trim() === '') return {};
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof StrictJsonError) {
      const errors = [{ field: error.path, message: error.message.slice(error.path.length + 1) }];
      throw new ProblemError('invalid-request', `Invalid body: ${error.message}`, { errors });
    }
    const errors = [{ field: '', message: 'is not valid JSON' }];
    throw new ProblemError('invalid-request', 'The body is not valid JSON', { errors });
  }
}
