import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Answered {
  status: number;
  headers: Record<string, string>;
  /** Parsed, where it is JSON. */
  body: unknown;
}

interface Request {
  /** `undefined`: the token that carries every scope; null: none. */
  token?: string | null;
  /** An object is sent as JSON. */
  body?: object | string;
  headers?: Record<string, string>;
}

export type Api = Awaited<ReturnType<typeof openApi>>;
// biome-ignore lint/suspicious/noExplicitAny: what the API answers is looked at, not relied on
export type Body = any;

/** Of the connection, not of the answer. */
const TRANSPORT = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

/**
 * Calls the API as docs/api.md says: with a token for the client whose secret is in the data directory.
 * @param url e.g. `http://127.0.0.1:8787`
 */
export async function openApi(url: string, dataDir: string) {
  const client = JSON.parse(readFileSync(join(dataDir, 'keys/client.json'), 'utf8'));
  const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;

  async function send(method: string, path: string, init: RequestInit): Promise<Answered> {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      ...init,
      // A kept connection may be closed by the server at the moment of the next request.
      headers: { ...init.headers, connection: 'close' },
    });
    const headers = [...response.headers].filter(([name]) => !TRANSPORT.has(name));
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: Object.fromEntries(headers),
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }

  /** `POST /oauth2/token` */
  const requestToken = (form: Record<string, string>, authorization = basic) =>
    send('POST', '/oauth2/token', { headers: { authorization }, body: new URLSearchParams(form) });

  async function tokenFor(scope?: string): Promise<string> {
    const { body } = await requestToken({ grant_type: 'client_credentials', ...(scope && { scope }) });
    return (body as Body).access_token;
  }

  const token = await tokenFor();
  const call = (method: string, path: string, { token: other, body, headers }: Request = {}) =>
    send(method, path, {
      headers: { ...(other !== null && { authorization: `Bearer ${other ?? token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  /** The body of an answer that has to be good. */
  async function get(path: string): Promise<Body> {
    const { status, body } = await call('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  return {
    call,
    get,
    requestToken,
    tokenFor,

    /** Every item of a listing, page by page. @param member that holds a page's items */
    async all(path: string, member: string, limit = 500): Promise<Body[]> {
      const items: Body[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const separator = path.includes('?') ? '&' : '?';
        const page = await get(
          `${path}${separator}limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
        );
        items.push(...page[member]);
        cursor = page.next_cursor;
      }
      return items;
    },

    /** Asks again until the answer is the one that is waited for. */
    async until(path: string, isReached: (body: Body) => boolean): Promise<Body> {
      for (;;) {
        const body = await get(path);
        if (isReached(body)) return body;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
  };
}
