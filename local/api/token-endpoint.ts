import { timingSafeEqual } from 'node:crypto';
import { type ApiResponse, jsonResponse } from '../../shared/http/response.ts';
import { type Scope, scopes } from '../../shared/http/routes.ts';
import type { Identity } from './identity.ts';

const LIFETIME_SECONDS = 3600;
const uncached = { 'cache-control': 'no-store' };

/** Wrong secrets that are accepted within {@link WINDOW_MS} before further attempts have to wait. */
const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;

/**
 * Creates the handler of `POST /oauth2/token`, which exchanges client credentials for an access token. Limits wrong
 * attempts; attempts under another client id do not count against the client.
 * @param now milliseconds since 1970
 * @see RFC 6749, sections 4.4 and 5.2
 */
export function tokenEndpoint(identity: Identity, now: () => number = Date.now) {
  let failures: number[] = [];

  /**
   * @param authorization the request's `Authorization`, if the client identifies itself there and not in the form
   * @param body a form with `grant_type` and optionally `scope`, `client_id`, `client_secret`
   */
  return async (authorization: string | undefined, body: string): Promise<ApiResponse> => {
    const form = new URLSearchParams(body);
    const [id, secret] = basic(authorization) ?? [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
    if (!isEqual(id, identity.client.id)) return rejected('invalid_client', 401);
    failures = failures.filter((at) => at > now() - WINDOW_MS);
    if (failures.length >= MAX_FAILURES) {
      const seconds = Math.ceil(((failures[0] ?? 0) + WINDOW_MS - now()) / 1000);
      return rejected('slow_down', 429, { 'retry-after': String(seconds) });
    }
    if (!isEqual(secret, identity.client.secret)) {
      failures.push(now());
      return rejected('invalid_client', 401);
    }
    if (form.get('grant_type') !== 'client_credentials') return rejected('unsupported_grant_type');
    const requested = form.get('scope')?.split(' ').filter(Boolean) ?? [];
    if (requested.some((scope) => !scopes.includes(scope as Scope))) return rejected('invalid_scope');

    const granted = requested.length > 0 ? (requested as Scope[]) : scopes;
    const access_token = await identity.issue(granted, `${LIFETIME_SECONDS} s`);
    return jsonResponse(
      200,
      { access_token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS, scope: granted.join(' ') },
      uncached,
    );
  };
}

const rejected = (error: string, status = 400, headers: Record<string, string> = {}) =>
  jsonResponse(status, { error }, { ...uncached, ...headers });

function basic(header: string | undefined): [string, string] | undefined {
  const encoded = header?.match(/^Basic +(\S+)$/i)?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [id, secret.join(':')];
}

/** Compares in constant time. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
