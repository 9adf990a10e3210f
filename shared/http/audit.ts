import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { logger } from '../observability.ts';
import { problemAnswer } from './problem.ts';
import type { Answer } from './response.ts';
import type { Route } from './route.ts';

/** Who asked for a write, when, and what came of it. Never whom it was about. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  at: string;
  request_id: string;
  /** The route's operation, e.g. `startRun`. */
  operation: string;
  /** The API client that asked. */
  client_id: string;
  /** HTTP status of the answer; none while it is worked on, or when that broke off. */
  status?: number;
}

export interface AuditLog {
  /** Writes an entry, in place of the one of the same time and request. */
  note(entry: AuditEntry): Promise<unknown>;
}

/** Answers a route that writes. The entry comes before the write, so that none can be missing, and is completed after it. */
export async function audited(
  audit: AuditLog,
  { operation }: Route,
  { requestContext }: APIGatewayProxyEventV2,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const entry: AuditEntry = {
    at: new Date().toISOString(),
    request_id: requestContext.requestId,
    operation,
    client_id: clientOf(requestContext),
  };
  await audit.note(entry);
  let status: number | undefined;
  try {
    const answered = await answer();
    status = answered.statusCode ?? 200;
    return answered;
  } catch (error) {
    status = problemAnswer(error).statusCode ?? 500;
    throw error;
  } finally {
    const completed = { ...entry, ...(status !== undefined && { status }) };
    logger.info('write', { audit: completed });
    await audit.note(completed);
  }
}

/** The client that API Gateway's authorizer found the token to be of. */
function clientOf(context: object): string {
  const { authorizer } = context as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return String(authorizer?.jwt?.claims?.client_id ?? 'unknown');
}
