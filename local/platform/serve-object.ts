import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { attachment } from '../../shared/adapters/content-disposition.ts';
import type { StoredObject } from '../../shared/ports/objects.ts';
import type { Secret } from '../../shared/ports/secret.ts';
import { type LinkedObject, verifyLink } from './links.ts';
import type { FileObjects } from './objects.ts';

interface Dependencies {
  objects: (bucket: string) => FileObjects;
  /** Key of the links' signatures. */
  secret: Secret;
  /** Called after each upload. */
  onStored: (object: StoredObject, bucket: string) => void;
  /** Called with errors that clients are not told about. */
  onError: (error: Error) => void;
  /** Milliseconds since 1970; default: the system's clock. */
  now?: () => number;
}

/** Answers a request for a link from {@link objectLinks}: downloads or uploads one object. Never rejects. */
export async function serveObject(
  request: IncomingMessage,
  response: ServerResponse,
  { objects, secret, onStored, onError, now = Date.now }: Dependencies,
): Promise<void> {
  try {
    const link = verifyLink(await secret(), request.method ?? '', request.url ?? '', now());
    if (!link) return sendProblem(response, 403, 'The link has expired or does not allow this request');
    if (link.method === 'GET') return await download(response, link, objects(link.bucket));
    const stored = await upload(request, response, link, objects(link.bucket));
    if (stored) onStored(stored, link.bucket);
  } catch (error) {
    onError(error as Error);
    if (response.headersSent) response.destroy();
    else sendProblem(response, 500, 'The request failed because of an internal error');
  }
}

async function download(response: ServerResponse, { key, fileName = '' }: LinkedObject, objects: FileObjects) {
  const object = await objects.open(key);
  if (!object) return sendProblem(response, 404, 'The object no longer exists');
  response.writeHead(200, {
    'content-type': object.contentType,
    'content-length': object.bytes,
    'content-disposition': attachment(fileName),
    etag: `"${object.etag}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  await pipeline(object.content, response);
}

async function upload(
  request: IncomingMessage,
  response: ServerResponse,
  { key, bytes = 0 }: LinkedObject,
  objects: FileObjects,
): Promise<StoredObject | undefined> {
  const length = request.headers['content-length'];
  if (length === undefined) sendProblem(response, 411, 'Content-Length is missing');
  else if (Number(length) !== bytes)
    sendProblem(response, Number(length) > bytes ? 413 : 400, `The link is for ${bytes} bytes, not ${length}`);
  else {
    // A request that ends before its length is an error of the stream.
    const stored = await objects.receive(request, key, 'application/octet-stream');
    response.writeHead(200, { etag: `"${stored.etag}"` }).end();
    return stored;
  }
  return undefined;
}

/** @see RFC 9457: a problem without a type of its own has the title of its status */
function sendProblem(response: ServerResponse, status: number, detail: string): void {
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}
