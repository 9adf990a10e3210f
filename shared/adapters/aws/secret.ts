import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Secret } from '../../ports/secret.ts';

/**
 * A secret from Secrets Manager, fetched on first use and then cached; text is encoded as UTF-8.
 * @param name name or ARN
 */
export function secret(name: string, client = new SecretsManagerClient({})): Secret {
  let value: Promise<Buffer> | undefined;
  const fetchSecret = async () => {
    const { SecretBinary, SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return Buffer.from(SecretBinary ?? SecretString ?? '');
  };
  return () => {
    value ??= fetchSecret().catch((error) => {
      value = undefined;
      throw error;
    });
    return value;
  };
}
