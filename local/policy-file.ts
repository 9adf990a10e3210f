import { readFile } from 'node:fs/promises';
import type { ObjectStore } from '../shared/adapters/object-store.ts';
import { parsePolicy, policyHash } from '../shared/domain/policy.ts';
import { PolicyError } from '../shared/errors.ts';
import { CommandError } from './options.ts';

const KEY = 'policy.json';

/**
 * Makes a file the policy of this and later runs.
 * @returns whether it says anything else than the policy before
 * @throws {CommandError} when it cannot be read or is wrong
 */
export async function applyPolicy(file: string, lake: ObjectStore): Promise<boolean> {
  const value = await readPolicy(file);
  const changed = policyHash(parsePolicy(value)) !== policyHash(parsePolicy(await lake.getJson(KEY)));
  if (changed) await lake.putJson(KEY, value);
  return changed;
}

async function readPolicy(file: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    parsePolicy(value);
    return value;
  } catch (cause) {
    const { message, code } = cause as NodeJS.ErrnoException;
    if (cause instanceof PolicyError) throw new CommandError(`${file}: ${message}`, { cause });
    if (code === 'ENOENT') throw new CommandError(`${file} is not there`, { cause });
    throw new CommandError(`${file} is no JSON file: ${message}`, { cause });
  }
}
