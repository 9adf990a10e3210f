import * as z from 'zod';
import { maskedText } from '../../privacy/masked-text.ts';

/** `pin` is exactly the tier, `floor` no tier below it, `ceiling` no tier above it. */
export const overrideKinds = ['pin', 'floor', 'ceiling'] as const;
export type OverrideKind = (typeof overrideKinds)[number];

const said = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/\S/, 'says nothing')
    .refine((text) => text.isWellFormed(), 'expected characters of Unicode');

/** What a person decides about a customer's tier, why, and until when. */
export const overrideFields = {
  kind: z.enum(overrideKinds),
  /** By its name in the policy. */
  tier: z.string().min(1).max(40),
  reason: said(500),
  author: said(200),
  /** The last day on which it holds; null: until it is ended. */
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

/** What was said of a customer's tier, or that nothing is to be said any more, and when. */
export type OverrideEntry = { customer_id: string /** ISO 8601, UTC. */; set_at: string } & (
  | Override
  | { kind: 'none' }
);

/** Whether an override holds on a day, YYYY-MM-DD. */
export const isInForce = ({ expires_on }: Pick<Override, 'expires_on'>, day: string) =>
  expires_on === null || expires_on >= day;

/**
 * Where a customer stands with an override. One of a tier that the policy does not have (any more) changes nothing.
 * @param rank of the tier the customer has without it; 0 is the highest
 * @param tiers names from the highest down
 * @param day the run's, YYYY-MM-DD
 * @returns the rank of the tier the customer has with it
 */
export function applyOverride(
  rank: number,
  override: Override | undefined,
  tiers: readonly string[],
  day: string,
): number {
  const named = override ? tiers.indexOf(override.tier) : -1;
  if (!override || named < 0 || !isInForce(override, day)) return rank;
  switch (override.kind) {
    case 'pin':
      return named;
    case 'floor':
      return Math.min(rank, named);
    case 'ceiling':
      return Math.max(rank, named);
    default:
      return override.kind satisfies never;
  }
}

/** Without spaces around what people wrote, and without addresses and numbers of persons in it. */
export function normaliseOverride({ reason, author, ...override }: Override): Override {
  return { ...override, reason: maskedText(reason.trim()), author: maskAuthor(author) };
}

/** Who decided; of an e-mail address the part that names its owner. `overrides.sql` does the same. */
const maskAuthor = (author: string) => maskedText(author.trim().replace(/^([^\s@]+)@[^\s@]+$/, '$1'));
