import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * A secret from Secrets Manager, fetched on first use and then cached.
 * @param name name or ARN
 * @returns a function for the secret's bytes; text is encoded as UTF-8
 */
export function secret(name: string, client = new SecretsManagerClient({})): () => Promise<Buffer> {
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
