import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AuditEntry, AuditLog } from '../adapters/tables/audit-log.ts';
import { logger } from '../observability.ts';
import { problemResponse } from './problem.ts';
import type { ApiResponse } from './response.ts';
import type { Route } from './route.ts';

/** Answers a route that writes. The entry comes before the write, so that none can be missing, and is completed after it. */
export async function withAudit(
  audit: AuditLog,
  { operation }: Route,
  { requestContext }: APIGatewayProxyEventV2,
  answer: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const entry: AuditEntry = {
    at: new Date().toISOString(),
    request_id: requestContext.requestId,
    operation,
    client_id: clientId(requestContext),
  };
  await audit.note(entry);
  let status: number | undefined;
  try {
    const answered = await answer();
    status = answered.statusCode ?? 200;
    return answered;
  } catch (error) {
    status = problemResponse(error).statusCode ?? 500;
    throw error;
  } finally {
    const completed = { ...entry, ...(status !== undefined && { status }) };
    logger.info('write', { audit: completed });
    await audit.note(completed);
  }
}

/** The client that API Gateway's authorizer found the token to be of. */
function clientId(context: object): string {
  const { authorizer } = context as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return String(authorizer?.jwt?.claims?.client_id ?? 'unknown');
}
