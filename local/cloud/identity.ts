import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Scope } from '../../shared/http/routes.ts';

/** Claims of an access token, as Cognito writes them for client credentials. */
export interface AccessClaims extends JWTPayload {
  token_use: 'access';
  scope: string;
  client_id: string;
}

export interface ApiClient {
  id: string;
  secret: string;
}

export type Identity = Awaited<ReturnType<typeof loadIdentity>>;

const ISSUER = 'https://embedded.strata.invalid';
const ALGORITHM = 'RS256';
const PRIVATE = { mode: 0o600, flag: 'wx' } as const;

/**
 * Stands in for Cognito: one client, and a key of this data directory's own that signs its access tokens.
 * @param directory where both are kept, readable by their owner only; made when missing
 */
export async function loadIdentity(directory: string) {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const privateKey = createPrivateKey(await kept(join(directory, 'token-key.pem'), newKey));
  const publicKey = createPublicKey(privateKey);
  const client: ApiClient = JSON.parse(await kept(join(directory, 'client.json'), newClient));

  return {
    client,

    /** @param lifetime e.g. `1 hour` */
    issue: (scopes: readonly Scope[], lifetime: string): Promise<string> =>
      new SignJWT({ token_use: 'access', scope: scopes.join(' '), client_id: client.id })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setSubject(client.id)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(privateKey),

    /** @throws {Error} when the token is not ours, has expired or is no access token of the client */
    async verify(token: string): Promise<AccessClaims> {
      const { payload } = await jwtVerify<AccessClaims>(token, publicKey, {
        issuer: ISSUER,
        algorithms: [ALGORITHM],
        requiredClaims: ['exp', 'scope'],
      });
      if (payload.token_use !== 'access' || payload.client_id !== client.id) throw new Error('no access token of ours');
      return payload;
    },
  };
}

/** Reads a file, or makes it first. */
async function kept(file: string, make: () => string): Promise<string> {
  try {
    await writeFile(file, make(), PRIVATE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}

const newKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

const newClient = () => JSON.stringify({ id: randomUUID(), secret: randomBytes(32).toString('base64url') });
