import { type ProblemKind, problemKinds, problemType } from '../../../shared/http/problem.ts';
import { isWriting, type Route } from '../../../shared/http/route.ts';
import { gatewayMessage, problemSchema, referenceTo } from './schemas.ts';

const cached = {
  ETag: 'Identifies this response; send it in `If-None-Match`',
  'Cache-Control': 'How long the response may be cached: until the next run, at most an hour',
};

/** The responses of a route by status. */
export function openApiResponses(route: Route): Record<string, object> {
  const { status, schema, headers = {}, cacheable } = route.response;
  const responseHeaders = headerObjects({ ...headers, ...(cacheable && cached) });
  const success = {
    description: route.summary,
    ...(responseHeaders && { headers: responseHeaders }),
    content: { 'application/json': { schema: referenceTo(schema) } },
  };
  const notModified = {
    description: 'The response with this `ETag` is still valid',
    ...(responseHeaders && { headers: responseHeaders }),
  };
  return { [status]: success, ...(cacheable && { 304: notModified }), ...problemResponses(route) };
}

function problemResponses(route: Route): Record<string, object> {
  const kinds: ProblemKind[] = [
    ...(['invalid-request', 'unauthorized', 'forbidden', ...route.problems] as const),
    ...(route.body || isWriting(route) ? (['request-too-large'] as const) : []),
    ...(['too-many-requests', 'internal-error'] as const),
  ];
  const byStatus = Map.groupBy(kinds, (kind) => String(problemKinds[kind][0]));
  return Object.fromEntries([...byStatus].map(([status, some]) => [status, problemResponse(Number(status), some)]));
}

/** Statuses that API Gateway also returns itself, in its own format. */
const gatewayStatuses = [401, 403, 429, 500, 503];

function problemResponse(status: number, kinds: readonly ProblemKind[]) {
  const example = (kind: ProblemKind) => ({
    value: { type: problemType(kind), title: problemKinds[kind][1], status, detail: 'What is wrong here' },
  });
  return {
    description: kinds.map((kind) => `${problemKinds[kind][1]} (\`${kind}\`)`).join('; '),
    content: {
      'application/problem+json': {
        schema: referenceTo(problemSchema),
        examples: Object.fromEntries(kinds.map((kind) => [kind, example(kind)])),
      },
      ...(gatewayStatuses.includes(status) && { 'application/json': { schema: referenceTo(gatewayMessage) } }),
    },
  };
}

function headerObjects(headers: Record<string, string>) {
  const entries = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
