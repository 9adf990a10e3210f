import { z } from 'zod';
import type { Classification } from './rules.ts';

const UNKNOWN = { name: 'Unknown', zh: '未知地区' } as const;

export const regionPolicySchema = z
  .array(
    z.strictObject({
      name: z.string().trim().min(1).describe('English name of the group'),
      zh: z.string().trim().min(1).describe('Chinese name of the group'),
      regions: z.array(z.string().trim().min(1)).min(1).describe('Names of the regions in the group, case-insensitive'),
    }),
  )
  .refine((groups) => new Set(groups.map(({ name }) => name)).size === groups.length, 'group names must differ')
  .refine((groups) => {
    const regions = groups.flatMap((group) => group.regions.map(lower));
    return new Set(regions).size === regions.length;
  }, 'a region can be in only one group')
  .default([])
  .describe('Groups of regions, by their names in the exports');

const lower = (region: string) => region.toLowerCase();

/**
 * Region groups: the group that contains a customer's region, otherwise the region itself, or `Unknown` without a region.
 * @example
 * const east = regionGroup([{ name: 'East', zh: '华东', regions: ['Shanghai'] }]);
 * classify(east, { region: 'SHANGHAI', region_key: 'shanghai' }).name // => 'East'
 * classify(east, { region: null, region_key: null }).name // => 'Unknown'
 */
export function regionGroup(groups: z.infer<typeof regionPolicySchema>): Classification {
  return {
    column: 'region_group',
    classes: [...groups.map(({ name, zh }) => ({ name, zh })), UNKNOWN],
    rules: [
      { name: UNKNOWN.name, when: { region: { known: false } } },
      ...groups.map(({ name, regions }) => ({ name, when: { region_key: { is: regions.map(lower) } } })),
    ],
    namedBy: 'region',
  };
}
