import { readFile } from 'node:fs/promises';
import { parseStrictJson, StrictJsonError } from '../../shared/domain/json/strict-json.ts';
import { parsePolicy, policyHash } from '../../shared/domain/policy/policy.ts';
import { PolicyError } from '../../shared/errors.ts';
import { CommandError } from '../command-error.ts';
import type { Platform } from '../platform/start-platform.ts';

const KEY = 'policy.json';

/**
 * Stores a file as the policy for this run and later ones.
 * @returns whether it differs from the policy of the current run; false before the first run
 * @throws {CommandError} when the file cannot be read or is not a valid policy
 */
export async function applyPolicy(file: string, { lake, runs }: Pick<Platform, 'lake' | 'runs'>): Promise<boolean> {
  const value = await readPolicy(file);
  await lake.putJson(KEY, value);
  const { run_id } = await runs.getCurrent();
  const current = run_id === undefined ? undefined : await runs.getRun(run_id);
  return current !== undefined && current.policy_hash !== policyHash(parsePolicy(value));
}

/** Reads and validates a policy file. @throws {CommandError} when it cannot be read or is not a valid policy */
export async function readPolicy(file: string): Promise<unknown> {
  try {
    const value: unknown = parseStrictJson(await readFile(file, 'utf8'));
    parsePolicy(value);
    return value;
  } catch (cause) {
    const { message, code } = cause as NodeJS.ErrnoException;
    if (cause instanceof PolicyError || cause instanceof StrictJsonError)
      throw new CommandError(`${file}: ${message}`, { cause });
    if (code === 'ENOENT') throw new CommandError(`${file} does not exist`, { cause });
    throw new CommandError(`${file} is not valid JSON: ${message}`, { cause });
  }
}
