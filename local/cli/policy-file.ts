import { readFile } from 'node:fs/promises';
import { parseStrictJson, StrictJsonError } from '../../shared/domain/json/strict-json.ts';
import { parsePolicy, policyHash } from '../../shared/domain/policy/policy.ts';
import { PolicyError } from '../../shared/errors.ts';
import { CommandError } from '../command-error.ts';
import type { Platform } from '../platform/start-platform.ts';
import { type NamedColumn, withColumns } from './column-option.ts';

const KEY = 'policy.json';

/**
 * Stores the policy for this run and later ones.
 * @param file a policy that replaces the stored one
 * @param columns columns added to the policy's mapping
 * @returns whether it differs from the policy of the current run; false before the first run
 * @throws {CommandError} when the file cannot be read or is not a valid policy
 */
export async function applyPolicy(
  { file, columns }: { file: string | undefined; columns: readonly NamedColumn[] },
  { lake, runs }: Pick<Platform, 'lake' | 'runs'>,
): Promise<boolean> {
  const given = file === undefined ? await lake.getJson(KEY) : await readPolicy(file);
  const value = columns.length === 0 ? given : withColumns(given, columns);
  const policy = parsePolicy(value);
  await lake.putJson(KEY, value);
  const { run_id } = await runs.getCurrent();
  const current = run_id === undefined ? undefined : await runs.getRun(run_id);
  return current !== undefined && current.policy_hash !== policyHash(policy);
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
