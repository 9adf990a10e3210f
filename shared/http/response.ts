import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What a function answers the gateway with. */
export type Answer = APIGatewayProxyStructuredResultV2;

export function json(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
