import { parseStrictJson } from '../../../shared/domain/json/strict-json.ts';
import { type Policy, parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { PolicyError } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

const KEY = 'policy.json';

/**
 * Reads the policy at the root of the lake; the default policy if there is none.
 * @throws {PolicyError} if it is not JSON, repeats a key, is nested too deeply, or has an invalid field
 */
export async function readStoredPolicy(lake: ObjectStore): Promise<Policy> {
  try {
    return parsePolicy(await lake.getJson(KEY, parseStrictJson));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new PolicyError(`${KEY} is invalid: ${cause.message}`, { cause });
  }
}
