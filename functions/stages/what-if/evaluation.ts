import { isDeepStrictEqual } from 'node:util';
import type { Policy } from '../../../shared/domain/policy/policy.ts';

const CLEANED = 'rows are cleaned by it: only a run that takes the files in again shows what it does';
const BUILT = 'features are built by it: only a run that builds them again shows what it does';
const ELSEWHERE = 'it decides nothing about tiers';

/** Sections of a policy that stored features cannot evaluate, and why. */
const fixed = {
  ...{ timeZone: CLEANED, columns: CLEANED, reading: CLEANED, currency: CLEANED, privacy: CLEANED },
  ...{ feedback: CLEANED, dayFirst: CLEANED },
  ...{ windowMonths: BUILT, timeUnit: BUILT, features: BUILT },
  ...{ clusters: ELSEWHERE, gate: ELSEWHERE, publish: ELSEWHERE },
} as const satisfies Partial<Record<keyof Policy, string>>;

type Fixed = keyof typeof fixed;

/**
 * The policy to evaluate over the stored features of a run: sections that affect features stay as in the run.
 * @param stored the run's policy
 */
export function policyForEvaluation(policy: Policy, stored: Policy) {
  const sections = (Object.keys(fixed) as Fixed[]).filter(
    (section) => !isDeepStrictEqual(policy[section], stored[section]),
  );
  const own = Object.fromEntries(sections.map((section) => [section, stored[section]])) as Pick<Policy, Fixed>;
  return {
    policy: { ...policy, ...own },
    not_evaluated: sections.map((section) => ({ section, reason: fixed[section] })),
  };
}
