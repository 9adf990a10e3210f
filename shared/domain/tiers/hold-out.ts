import { z } from 'zod';

/** Customers who are kept as control: in their tier, but without what it brings, so that its effect can be measured. */
export const holdOutPolicySchema = z
  .strictObject({
    /** Share of each tier's customers, 0 for none. */
    share: z.number().min(0).max(0.5).default(0),
    /** Tiers that have another share: name → share. */
    tiers: z.record(z.string(), z.number().min(0).max(0.5)).default({}),
    /** Names the experiment: another name draws other customers. */
    name: z.string().min(1).max(100).default('hold-out'),
  })
  .prefault({});

export type HoldOutPolicy = z.infer<typeof holdOutPolicySchema>;

/** A tier that is named and does not exist. */
export function holdOutFaults({ holdOut, tiers }: { holdOut: HoldOutPolicy; tiers: readonly { name: string }[] }) {
  return Object.keys(holdOut.tiers)
    .filter((name) => !tiers.some((tier) => tier.name === name))
    .map((name) => ({
      path: ['holdOut', 'tiers', name],
      message: `is none of the tiers ${tiers.map((tier) => tier.name).join(', ')}`,
    }));
}
