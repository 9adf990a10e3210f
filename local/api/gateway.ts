import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ProblemError, problemResponse } from '../../shared/http/problem.ts';
import { type ApiResponse, jsonResponse } from '../../shared/http/response.ts';
import type { Invoke } from '../platform/functions.ts';
import { OBJECTS_PATH } from '../platform/links.ts';
import { apiEvent, type Target } from './api-event.ts';
import { authorize } from './authorizer.ts';
import type { Identity } from './identity.ts';
import { matchRoute } from './route-match.ts';
import { listen, type Service } from './service.ts';
import { tokenEndpoint } from './token-endpoint.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** Functions reject ids that are too long, so the server accepts longer paths. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Names under which a client reaches this machine. */
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Statuses whose responses have no body, nor its length. */
const BODILESS = new Set([204, 304]);

export interface GatewayOptions {
  identity: Identity;
  invoke: Invoke;
  /** Responds to requests for links to objects, which need no token. */
  serveObject: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Responds to `GET /health`, which needs no token. */
  health: () => Promise<ApiResponse>;
  /** Names, besides this machine's own, under which clients reach the API through a proxy. Default: none. */
  publicHosts?: readonly string[];
}

/**
 * What API Gateway does in a deployment: checks the token and the route's scope, and passes the request to the function.
 * @param port default: any free port
 * @throws {Error} with code `EADDRINUSE` when the port is taken
 */
export function startGateway(
  { identity, invoke, serveObject, health, publicHosts = [] }: GatewayOptions,
  port?: number,
): Promise<Service> {
  const names = new Set([...LOOPBACK_NAMES, ...publicHosts]);
  const issueToken = tokenEndpoint(identity);

  async function respond(request: IncomingMessage): Promise<ApiResponse> {
    // A HEAD request has the headers of a GET request; Node leaves out the body.
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    const { authorization } = request.headers;
    const target = parseTarget(request);
    if (method === 'GET' && target.path === '/')
      return jsonResponse(200, { name: 'Strata', start: '/v1/tiers', reference: '/docs' });
    if (method === 'GET' && target.path === '/health') return health();
    if (method === 'POST' && target.path === '/oauth2/token') return issueToken(authorization, await readBody(request));

    const match = matchRoute(method, target.path);
    const { route } = match;
    const claims = 'scope' in route ? await authorize(authorization, route.scope, identity) : undefined;
    const event = apiEvent(request, target, await readBody(request), match, claims);
    return (await invoke(`api/${route.handler}`, event)) as ApiResponse;
  }

  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, async (request, response) => {
    try {
      if (!names.has(hostName(request))) return send(misdirected(request, names), response);
      if (request.url?.startsWith(OBJECTS_PATH)) return await serveObject(request, response);
      send(await respond(request), response);
    } catch (error) {
      send(problemResponse(error), response);
    }
  });
  return listen(server, port);
}

/**
 * The name that a request is for, in lower case and without the port. Accepting known names only prevents DNS rebinding: a web page
 * cannot choose the Host header, which has the name in its own address.
 */
const hostName = ({ headers: { host = '' } }: IncomingMessage) => host.replace(/:\d+$/, '').toLowerCase();

const misdirected = ({ headers: { host = '' } }: IncomingMessage, names: ReadonlySet<string>): ApiResponse => ({
  statusCode: 421,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({
    title: 'The API has another address',
    status: 421,
    detail: `This API answers under ${[...names].join(', ')} and not under ${host}`,
  }),
});

function send({ statusCode = 200, headers, body = '', isBase64Encoded }: ApiResponse, response: ServerResponse): void {
  const challenge = statusCode === 401 && { 'www-authenticate': 'Bearer' };
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const length = !BODILESS.has(statusCode) && { 'content-length': content.length };
  response.writeHead(statusCode, { ...challenge, ...length, ...(headers as Record<string, string>) });
  response.end(content);
  // Discards the rest of a body that is too large. Closing the connection instead would reset it under a client that is
  // still sending and has not seen the response yet.
  response.req.resume();
}

/**
 * Splits by hand, because `URL` would resolve a segment of two dots. Decodes the path before it is routed, as API Gateway does.
 * @throws {ProblemError} `invalid-request` for broken encoding
 */
function parseTarget({ url = '/' }: IncomingMessage): Target {
  const [path = '/', ...query] = url.split('?');
  try {
    return { path: decodeURIComponent(path), query: query.join('?') };
  } catch {
    throw new ProblemError('invalid-request', 'The path is not well encoded: use UTF-8 with percent signs');
  }
}

/** @throws {ProblemError} `request-too-large` */
async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = () => new ProblemError('request-too-large', `A body can have up to ${MAX_BODY_BYTES} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A plain `for await` would destroy the socket on the throw, and with it the response.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
