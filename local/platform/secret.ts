import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Secret } from '../../shared/ports/secret.ts';
import { hasCode, PRIVATE_DIRECTORY, writePrivateFile } from './file-system.ts';

const SECRET_BYTES = 32;
const secretText = /^[0-9a-f]{64}$/;
const restore = 'restore it from a backup of the data directory';

interface Places {
  /** Directory for a file in the making, on the same file system. */
  scratch: string;
  /** Remembers a digest of the secret, so that another one is noticed; default: any secret will do. */
  database?: DatabaseSync;
}

/**
 * A secret in a file that only its owner may read: 32 random bytes as hexadecimal text, created on first use.
 * @throws {Error} naming the file, when it is empty, damaged, or not the one that the database remembers
 */
export function fileSecret(file: string, { scratch, database }: Places): Secret {
  let value: Buffer | undefined;
  return async () => {
    value ??= openSecret(file, scratch, database && rememberedDigest(database, basename(file)));
    return value;
  };
}

/** Without a pause, so that all who share the file have the same secret. */
function openSecret(file: string, scratch: string, remembered?: ReturnType<typeof rememberedDigest>): Buffer {
  const known = remembered?.read();
  const text = readSecret(file) ?? (known === undefined ? createSecret(file, scratch) : undefined);
  if (text === undefined) throw new Error(`${file} is missing: ${restore}`);
  if (text === '') throw new Error(`${file} is empty: ${restore}`);
  if (!secretText.test(text)) throw new Error(`${file} is damaged: ${restore}`);
  const digest = createHash('sha256').update(text).digest('hex');
  if (known === undefined) remembered?.write(digest);
  else if (known !== digest) throw new Error(`${file} is not the key that this data was made with: ${restore}`);
  return Buffer.from(text);
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function createSecret(file: string, scratch: string): string {
  const text = randomBytes(SECRET_BYTES).toString('hex');
  mkdirSync(scratch, { recursive: true, mode: PRIVATE_DIRECTORY });
  writePrivateFile(file, text, scratch);
  return text;
}

function rememberedDigest(database: DatabaseSync, name: string) {
  database.exec(
    'create table if not exists secrets (name text primary key, digest text not null) strict, without rowid',
  );
  return {
    read: () => database.prepare('select digest from secrets where name = ?').get(name)?.digest as string | undefined,
    write: (digest: string) => database.prepare('insert into secrets values (?, ?)').run(name, digest),
  };
}
