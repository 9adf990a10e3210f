import { ProblemError } from '../../shared/http/problem.ts';
import type { Scope } from '../../shared/http/routes.ts';
import type { AccessClaims, Identity } from './identity.ts';

/**
 * Lets a request through whose token is valid and carries the scope, as API Gateway's JWT authorizer does.
 * @param header the request's `Authorization`
 * @returns the token's claims
 * @throws {ProblemError} `unauthorized` or `forbidden`
 */
export async function authorize(header: string | undefined, scope: Scope, identity: Identity): Promise<AccessClaims> {
  const token = header?.match(/^Bearer +(\S+)$/i)?.[1];
  if (token === undefined) {
    throw new ProblemError(
      'unauthorized',
      'Send the header Authorization: Bearer <token>; POST /oauth2/token issues one',
    );
  }
  const claims = await verified(token, identity);
  if (claims.scope.split(' ').includes(scope)) return claims;
  throw new ProblemError('forbidden', `This needs a token with the scope ${scope}`, { scope });
}

async function verified(token: string, identity: Identity): Promise<AccessClaims> {
  try {
    return await identity.verify(token);
  } catch (cause) {
    const expired = (cause as { code?: string }).code === 'ERR_JWT_EXPIRED';
    throw new ProblemError('unauthorized', expired ? 'The token has expired' : 'The token is not valid here');
  }
}
