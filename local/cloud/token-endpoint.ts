import { timingSafeEqual } from 'node:crypto';
import { type ApiResponse, jsonResponse } from '../../shared/http/response.ts';
import { type Scope, scopes } from '../../shared/http/routes.ts';
import type { Identity } from './identity.ts';

const LIFETIME_SECONDS = 3600;
const uncached = { 'cache-control': 'no-store' };

/**
 * `POST /oauth2/token`: client credentials for an access token.
 * @param authorization the header, where the client names itself there and not in the form
 * @param body a form with `grant_type` and perhaps `scope`, `client_id`, `client_secret`
 * @see RFC 6749, sections 4.4 and 5.2
 */
export async function issueToken(
  authorization: string | undefined,
  body: string,
  identity: Identity,
): Promise<ApiResponse> {
  const form = new URLSearchParams(body);
  const [id, secret] = basic(authorization) ?? [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  if (!same(id, identity.client.id) || !same(secret, identity.client.secret)) return refused('invalid_client', 401);
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type');
  const asked = form.get('scope')?.split(' ').filter(Boolean) ?? [];
  if (asked.some((scope) => !scopes.includes(scope as Scope))) return refused('invalid_scope');

  const granted = asked.length > 0 ? (asked as Scope[]) : scopes;
  const access_token = await identity.issue(granted, `${LIFETIME_SECONDS} s`);
  return jsonResponse(
    200,
    { access_token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS, scope: granted.join(' ') },
    uncached,
  );
}

const refused = (error: string, status = 400) => jsonResponse(status, { error }, uncached);

function basic(header: string | undefined): [string, string] | undefined {
  const encoded = header?.match(/^Basic +(\S+)$/i)?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [id, secret.join(':')];
}

function same(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}
