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
  return {
    'secretsmanager.GetSecretValue': async ({ SecretId }) => {
      if (!existsSync(file))
        await writeFile(file, randomBytes(SECRET_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
      return { Name: SecretId, SecretString: await readFile(file, 'utf8') };
    },
  };
}
