import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** The response of a function to API Gateway. */
export type ApiResponse = APIGatewayProxyStructuredResultV2;

export function jsonResponse(statusCode: number, body: object, headers: Record<string, string> = {}): ApiResponse {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
