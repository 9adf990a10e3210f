import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';
import type { Answer } from './answer.ts';
import { logger } from './observability.ts';
import { type FieldError, ProblemError, problemAnswer } from './problem.ts';

/** Answers one route; path parameters arrive decoded. */
export type Answerer = (event: APIGatewayProxyEventV2) => Promise<Answer>;

/**
 * Makes a Lambda handler of the routes one function answers. They are told apart by the route key, not by the path:
 * an id may hold a slash, and API Gateway has decoded it by then.
 * @param routes by route key, e.g. `GET /v1/runs/{id}`
 */
export function api(routes: Record<string, Answerer>) {
  return middy<APIGatewayProxyEventV2, Answer>()
    .use(problems())
    .handler(async (event) => {
      const answerer = routes[event.routeKey];
      if (!answerer) throw new ProblemError('route-not-found', `There is no route ${event.routeKey}`);
      checked(pathParameters, event.pathParameters ?? {}, 'path');
      return answerer(event);
    });
}

/** DynamoDB takes keys of 2,048 bytes, and a character of an id takes up to four. */
const pathParameters = z.record(z.string(), z.string().max(500, 'is longer than any id'));

function problems(): middy.MiddlewareObj<APIGatewayProxyEventV2, Answer> {
  return {
    onError: (request) => {
      const { error, event } = request;
      if (!(error instanceof ProblemError)) logger.error('request failed', { route: event.routeKey, error });
      request.response = problemAnswer(error);
    },
  };
}

/**
 * Checks one part of a request.
 * @param what names the part in the answer, e.g. "query"
 * @throws {ProblemError} `invalid-request`, naming each field
 */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(fieldErrors);
  const fields = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
  throw new ProblemError('invalid-request', `The ${what} is wrong: ${fields}`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not known here' }));
}

/** The query string of a route that takes none. */
export const noQuery = z.strictObject({});

/** `limit` and `cursor`, as every listing takes them. */
export const pageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,6}$/, 'expected a whole number')
    .default('100')
    .transform(Number)
    .pipe(z.number().min(1).max(500)),
  cursor: z.string().optional(),
});
