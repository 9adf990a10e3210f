import * as z from 'zod';
import { maskedText } from '../../privacy/masked-text.ts';

/** `pin`: exactly this tier; `floor`: this tier or higher; `ceiling`: this tier or lower. */
export const overrideKinds = ['pin', 'floor', 'ceiling'] as const;
export type OverrideKind = (typeof overrideKinds)[number];

const nonBlankText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/\S/, 'must not be blank')
    .refine((text) => text.isWellFormed(), 'expected well-formed Unicode');

/** The fields of an override: a person's decision about a customer's tier, the reason and the expiry. */
export const overrideFields = {
  kind: z.enum(overrideKinds),
  /** The tier's name in the policy. */
  tier: z.string().min(1).max(40),
  reason: nonBlankText(500),
  author: nonBlankText(200),
  /** The last day on which the override is in force; null: until someone ends it. */
  expires_on: z.iso.date().nullable().default(null),
};
export const overrideSchema = z.strictObject(overrideFields);
export type Override = z.infer<typeof overrideSchema>;

export const overrideMembers = Object.keys(overrideFields) as (keyof Override)[];

/** The columns that hold an override: name → DuckDB type. In the results of a run each begins with `override_`. */
export const overrideColumns = {
  ...{ kind: 'VARCHAR', tier: 'VARCHAR', reason: 'VARCHAR', author: 'VARCHAR' },
  expires_on: 'DATE',
} satisfies Record<keyof Override, string>;

/** An override as stored: the decision, or `none` where it has been ended, and when this was set. */
export type OverrideEntry = { customer_id: string /** ISO 8601, UTC. */; set_at: string } & (
  | Override
  | { kind: 'none' }
);

/** Whether an override is in force on a day (YYYY-MM-DD). */
export const isInForce = ({ expires_on }: Pick<Override, 'expires_on'>, day: string) =>
  expires_on === null || expires_on >= day;

/**
 * Applies an override to a customer's tier. An override that has expired, or whose tier is not in the policy, changes nothing.
 * @param rank rank of the tier without the override; 0 is the highest
 * @param tiers tier names from the highest down
 * @param day the run's `asOf`, YYYY-MM-DD
 * @returns rank of the tier with the override
 */
export function applyOverride(
  rank: number,
  override: Override | undefined,
  tiers: readonly string[],
  day: string,
): number {
  const target = override ? tiers.indexOf(override.tier) : -1;
  if (!override || target < 0 || !isInForce(override, day)) return rank;
  switch (override.kind) {
    case 'pin':
      return target;
    case 'floor':
      return Math.min(rank, target);
    case 'ceiling':
      return Math.max(rank, target);
    default:
      return override.kind satisfies never;
  }
}

/** Trims the texts of an override and masks e-mail addresses and telephone numbers in them. */
export function normaliseOverride({ reason, author, ...override }: Override): Override {
  return { ...override, reason: maskedText(reason.trim()), author: maskAuthor(author) };
}

/** Reduces an e-mail address to its local part and masks other identifiers. `overrides.sql` does the same. */
const maskAuthor = (author: string) => maskedText(author.trim().replace(/^([^\s@]+)@[^\s@]+$/, '$1'));
