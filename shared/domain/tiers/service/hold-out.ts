import { createHash } from 'node:crypto';
import { z } from 'zod';
import { quotedString } from '../../sql/quoting.ts';

export const holdOutPolicySchema = z
  .strictObject({
    share: z
      .number()
      .min(0)
      .max(0.5)
      .default(0)
      .describe("Share of each tier's customers in the control group; 0 for none"),
    tiers: z
      .record(z.string(), z.number().min(0).max(0.5))
      .default({})
      .describe('Tiers with a different share: name → share'),
    name: z
      .string()
      .min(1)
      .max(100)
      .default('hold-out')
      .describe('Name of the experiment; a different name selects different customers'),
  })
  .prefault({})
  .describe(
    'The control group: customers who stay in their tier but do not get its service plan, so that its effect can be measured',
  );

export type HoldOutPolicy = z.infer<typeof holdOutPolicySchema>;

/** Reports tiers named in the hold-out that the policy does not have. */
export function holdOutFaults({ holdOut, tiers }: { holdOut: HoldOutPolicy; tiers: readonly { name: string }[] }) {
  return Object.keys(holdOut.tiers)
    .filter((name) => !tiers.some((tier) => tier.name === name))
    .map((name) => ({
      path: ['holdOut', 'tiers', name],
      message: `is not one of the tiers ${tiers.map((tier) => tier.name).join(', ')}`,
    }));
}

/** The share of a tier's customers in the control group. */
export const controlShare = ({ share, tiers }: HoldOutPolicy, tier: string): number =>
  Object.hasOwn(tiers, tier) ? (tiers[tier] as number) : share;

const HASH_COUNT = 2 ** 64;
/** Hashes below this limit are selected, so a larger share selects everyone that a smaller share does. */
const hashLimit = (share: number) => BigInt(Math.floor(share * HASH_COUNT));

/**
 * Whether a customer is in the control group. This depends only on the experiment's name, the id and the tier's share, so it is
 * the same in every run.
 */
export function isControl(policy: HoldOutPolicy, tier: string, customerId: string): boolean {
  const digest = createHash('md5').update(`${policy.name} ${customerId}`).digest();
  return digest.readBigUInt64LE(8) < hashLimit(controlShare(policy, tier));
}

/**
 * {@link isControl} as a SQL expression.
 * @param tier name of the column with the tier
 * @param customerId name of the column with the customer's id
 */
export function controlSql(policy: HoldOutPolicy, tier: string, customerId: string): string {
  const limits = Object.entries(policy.tiers).map(([name, share]) => ({ name, limit: hashLimit(share) }));
  if ([hashLimit(policy.share), ...limits.map(({ limit }) => limit)].every((limit) => limit === 0n)) return 'false';
  const cases = limits.map(({ name, limit }) => `when ${quotedString(name)} then ${limit}::ubigint`);
  const limit = ['case', tier, ...cases, `else ${hashLimit(policy.share)}::ubigint end`].join(' ');
  const limitSql = cases.length > 0 ? limit : `${hashLimit(policy.share)}::ubigint`;
  return `(md5_number_lower(${quotedString(`${policy.name} `)} || ${customerId}) < ${limitSql})`;
}
