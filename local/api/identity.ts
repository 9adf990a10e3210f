import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Scope } from '../../shared/http/routes.ts';
import { CommandError } from '../command-error.ts';
import { PRIVATE_DIRECTORY, writePrivateFile } from '../platform/file-system.ts';

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

/**
 * What Cognito does in a deployment: one API client, and a key that signs its access tokens.
 * @param directory where both are stored, readable by their owner only; created if missing
 * @throws {CommandError} when a file is damaged
 */
export async function loadIdentity(directory: string) {
  await mkdir(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  const keyFile = join(directory, 'token-key.pem');
  const clientFile = join(directory, 'client.json');
  const privateKey = readKey(keyFile, await readOrCreate(keyFile, newKey));
  const publicKey = createPublicKey(privateKey);
  const client = readClient(clientFile, await readOrCreate(clientFile, newClient));

  return {
    client,

    /** Issues an access token. @param lifetime e.g. `1 hour` */
    issue: (scopes: readonly Scope[], lifetime: string): Promise<string> =>
      new SignJWT({ token_use: 'access', scope: scopes.join(' '), client_id: client.id })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setSubject(client.id)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(privateKey),

    /**
     * Verifies a token as API Gateway's JWT authorizer does: `aud`, or `client_id` in tokens without one, names the client.
     * @throws {Error} when the token is not a valid access token of this client
     */
    async verify(token: string): Promise<AccessClaims> {
      const { payload } = await jwtVerify<AccessClaims>(token, publicKey, {
        issuer: ISSUER,
        algorithms: [ALGORITHM],
        requiredClaims: ['exp', 'scope'],
      });
      const audience = [payload.aud ?? payload.client_id].flat();
      if (!audience.includes(client.id)) throw new Error('The token is for another client');
      if (payload.token_use !== 'access' || typeof payload.scope !== 'string') throw new Error('Not an access token');
      return payload;
    },
  };
}

/**
 * Reads a file, and creates it first if it does not exist: whole or not at all, also when the process is killed.
 * @throws {CommandError} when it is empty
 */
async function readOrCreate(file: string, create: () => string): Promise<string> {
  if (!existsSync(file)) writePrivateFile(file, create());
  const text = await readFile(file, 'utf8');
  if (text.trim() === '') throw damaged(file);
  return text;
}

const damaged = (file: string, cause?: unknown) =>
  new CommandError(`${file} is damaged: restore it from a backup, or delete it to get a new one`, { cause });

const newKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

function readKey(file: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw damaged(file, cause);
  }
}

const newClient = () => JSON.stringify({ id: randomUUID(), secret: randomBytes(32).toString('base64url') });

const apiClient = z.object({ id: z.string().min(1), secret: z.string().min(1) });

function readClient(file: string, json: string): ApiClient {
  try {
    return apiClient.parse(JSON.parse(json));
  } catch (cause) {
    throw damaged(file, cause);
  }
}
