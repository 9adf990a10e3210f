import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * A secret of Secrets Manager, asked for when it is first needed and then kept.
 * @param name or ARN
 * @returns its bytes; a secret that is text as UTF-8
 */
export function secret(name: string, client = new SecretsManagerClient({})): () => Promise<Buffer> {
  let value: Promise<Buffer> | undefined;
  const ask = async () => {
    const { SecretBinary, SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return Buffer.from(SecretBinary ?? SecretString ?? '');
  };
  return () => {
    value ??= ask().catch((error) => {
      value = undefined;
      throw error;
    });
    return value;
  };
}
