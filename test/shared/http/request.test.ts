import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ProblemError } from '../../../shared/http/problem.ts';
import { parseRequest } from '../../../shared/http/request.ts';
import type { Route } from '../../../shared/http/route.ts';

const route = { body: z.looseObject({}) } as unknown as Route;

it.each([
  ['{"policy": {"tiers": [{"name": "VIP", "name": "gold"}]}}', 'policy.tiers.0.name', 'occurs twice'],
  [`{"policy": ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_001)}`, 'policy', 'has more than 64 levels'],
])('refuses a body with its field: %.50s', (body, field, message) => {
  const parse = () => parseRequest(route, { body } as APIGatewayProxyEventV2);

  expect(parse).toThrow(ProblemError);
  expect(parse).toThrow(
    expect.objectContaining({
      message: `Invalid body: ${field} ${message}`,
    }),
  );
});

it('accepts a request without path parameters, whether they are missing or null', () => {
  const event = { body: '{}', rawPath: '/v1/runs', queryStringParameters: null, pathParameters: null };

  expect(parseRequest(route, event as unknown as APIGatewayProxyEventV2)).toMatchObject({ path: {}, query: {} });
});
