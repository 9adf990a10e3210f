import { z } from 'zod';
import { onlineChannels } from '../intake/vocabulary/online-channels.ts';

const days = z.number().int().min(1).max(3660);

export const featurePolicySchema = z
  .strictObject({
    recentDays: days
      .default(365)
      .describe('Length in days of the recent period up to `as_of`; the behaviour class counts the orders in it'),
    trendDays: days.default(90).describe('Length in days of the two consecutive periods that the spend trend compares'),
    onlineChannels: z
      .array(z.string().trim().min(1))
      .default([])
      .describe('Names of online channels in addition to the usual ones'),
  })
  .prefault({})
  .describe('Lengths of the periods that features cover, and which channels count as online');

export type FeaturePolicy = z.infer<typeof featurePolicySchema>;

/** Returns the usual online channels and those of the policy, in lower case. */
export const onlineChannelNames = ({ onlineChannels: additional }: FeaturePolicy): string[] => [
  ...new Set([...onlineChannels, ...additional].map((channel) => channel.toLowerCase())),
];
