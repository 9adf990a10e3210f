import { z } from 'zod';
import { onlineChannels } from '../intake/vocabulary/online-channels.ts';

const days = z.number().int().min(1).max(3660);

export const featurePolicySchema = z
  .strictObject({
    recentDays: days
      .default(365)
      .describe('Days up to `asOf` in which orders count as recent; behaviour is judged by them'),
    trendDays: days
      .default(90)
      .describe('Days of each of the two periods that the trend of spend compares: the last, and the one before'),
    onlineChannels: z
      .array(z.string().trim().min(1))
      .default([])
      .describe('Names of online channels besides the usual ones'),
  })
  .prefault({})
  .describe('How long the periods are that features look at, and what counts as online');

export type FeaturePolicy = z.infer<typeof featurePolicySchema>;

/** All names of online channels, in lower case. */
export const onlineChannelNames = ({ onlineChannels: more }: FeaturePolicy): string[] => [
  ...new Set([...onlineChannels, ...more].map((channel) => channel.toLowerCase())),
];
