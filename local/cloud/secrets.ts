import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Operations } from './aws-json.ts';

const SECRET_BYTES = 32;

/**
 * Stands in for Secrets Manager with one secret: made once, then kept in a file that only its owner reads.
 * @param file where it is kept
 */
export function secretOperations(file: string): Operations {
  let kept: Promise<string> | undefined;
  return {
    'secretsmanager.GetSecretValue': async ({ SecretId }) => {
      kept ??= secretIn(file);
      return { Name: SecretId, SecretString: await kept };
    },
  };
}

async function secretIn(file: string): Promise<string> {
  if (!existsSync(file)) await writeFile(file, randomBytes(SECRET_BYTES).toString('hex'), { mode: 0o600 });
  return readFile(file, 'utf8');
}
