import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { importPKCS8, SignJWT } from 'jose';
import type { Scope } from '../../shared/http/routes.ts';
import type { Deployment } from './deployment.ts';

/**
 * An access token of the deployed API client with one scope: from the token endpoint, or, where
 * `TOKEN_SIGNING_KEY` names an emulator's key, signed with that.
 */
export function accessToken(deployment: Deployment, scope: Scope): Promise<string> {
  const signingKey = process.env.TOKEN_SIGNING_KEY;
  return signingKey ? signed(deployment, scope, signingKey) : issued(deployment, scope);
}

async function issued({ ClientId, ClientSecretCommand, TokenEndpoint }: Deployment, scope: Scope): Promise<string> {
  const secret = execSync(ClientSecretCommand, { encoding: 'utf8' }).trim();
  const response = await fetch(TokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${ClientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

async function signed({ ClientId, UserPoolId }: Deployment, scope: Scope, keyFile: string): Promise<string> {
  const [region] = UserPoolId.split('_');
  return new SignJWT({ client_id: ClientId, scope, token_use: 'access' })
    .setProtectedHeader({ alg: 'RS256', kid: 'ministack-key-1' })
    .setIssuer(`https://cognito-idp.${region}.amazonaws.com/${UserPoolId}`)
    .setSubject(ClientId)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await importPKCS8(readFileSync(keyFile, 'utf8'), 'RS256'));
}
