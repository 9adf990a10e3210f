import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AuditEntry, AuditLog } from '../adapters/tables/audit-log.ts';
import { logger } from '../observability.ts';
import { problemResponse } from './problem.ts';
import type { ApiResponse } from './response.ts';
import type { Route } from './route.ts';

/** Handles a write request with an audit entry: recorded before the write so that none is missing, completed after it. */
export async function withAudit(
  audit: AuditLog,
  { operation }: Route,
  { requestContext }: APIGatewayProxyEventV2,
  respond: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const entry: AuditEntry = {
    at: new Date().toISOString(),
    request_id: requestContext.requestId,
    operation,
    client_id: clientId(requestContext),
  };
  await audit.record(entry);
  let status: number | undefined;
  try {
    const response = await respond();
    status = response.statusCode ?? 200;
    return response;
  } catch (error) {
    status = problemResponse(error).statusCode ?? 500;
    throw error;
  } finally {
    const completed = { ...entry, ...(status !== undefined && { status }) };
    logger.info('write', { audit: completed });
    await audit.record(completed);
  }
}

/** The client id in the token, as verified by API Gateway's authorizer. */
function clientId(context: object): string {
  const { authorizer } = context as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return String(authorizer?.jwt?.claims?.client_id ?? 'unknown');
}
