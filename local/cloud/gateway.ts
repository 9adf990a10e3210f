import { createServer, type IncomingMessage } from 'node:http';
import { ProblemError, problemResponse } from '../../shared/http/problem.ts';
import { type ApiResponse, jsonResponse } from '../../shared/http/response.ts';
import { apiEvent, type Target } from './api-event.ts';
import { authorize } from './authorizer.ts';
import type { Invoke } from './functions.ts';
import type { Identity } from './identity.ts';
import { matchRoute } from './route-match.ts';
import { listen, type Service } from './service.ts';
import { issueToken } from './token-endpoint.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** What is too long is for the functions to say. */
const MAX_HEADER_BYTES = 256 * 1024;

/**
 * Stands in for API Gateway: checks the token and the route's scope, then hands the request to the same functions.
 * @param port a free one by default
 * @throws {Error} with code `EADDRINUSE` when the port is taken
 */
export function startGateway(identity: Identity, invoke: Invoke, port?: number): Promise<Service> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, async (request, response) => {
    const answered = await answer(request, identity, invoke).catch(problemResponse);
    const { statusCode = 200, headers, body = '', isBase64Encoded } = answered;
    const challenge = statusCode === 401 && { 'www-authenticate': 'Bearer' };
    response.writeHead(statusCode, { ...challenge, ...(headers as Record<string, string>) });
    response.end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
  });
  return listen(server, port);
}

async function answer(request: IncomingMessage, identity: Identity, invoke: Invoke): Promise<ApiResponse> {
  const { method = 'GET', headers } = request;
  const target = parseTarget(request);
  if (method === 'GET' && target.path === '/')
    return jsonResponse(200, { name: 'Strata', start: '/v1/tiers', reference: '/docs' });
  const body = await readBody(request);
  if (method === 'POST' && target.path === '/oauth2/token') return issueToken(headers.authorization, body, identity);

  const match = matchRoute(method, target.path);
  const { route } = match;
  const claims = 'scope' in route ? await authorize(headers.authorization, route.scope, identity) : undefined;
  return (await invoke(`api/${route.handler}`, apiEvent(request, target, body, match, claims))) as ApiResponse;
}

/** Taken apart by hand: a `URL` would resolve an id of two dots. */
function parseTarget({ url = '/' }: IncomingMessage): Target {
  const [path = '/', ...query] = url.split('?');
  return { path, query: query.join('?') };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new ProblemError('request-too-large', `A body has at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
