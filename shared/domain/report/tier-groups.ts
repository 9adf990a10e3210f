import type { Label } from '../features/feature.ts';
import { MIN_CUSTOMERS } from './small-cells.ts';

/** A tier, or neighbouring tiers that are shown as one because one of them has too few customers. */
export interface TierGroup {
  key: string;
  label: Label;
  /** Names, highest first. */
  tiers: string[];
}

export interface TierSizes {
  name: string;
  label: Label;
  /** Its customers in every run that is shown. */
  sizes: readonly number[];
}

/**
 * Joins tiers with the next lower one until no group has from 1 to 4 customers in any run shown; the last one joins the group
 * above. Empty groups stay.
 * @param tiers highest first
 * @example
 * const tier = (name, size) => ({ name, label: { en: name, zh: name }, sizes: [size] });
 * groupTiers([tier('VIP', 2), tier('gold', 30), tier('silver', 0)]).map(({ key }) => key) // => ['VIP + gold', 'silver']
 */
export function groupTiers(tiers: readonly TierSizes[]): TierGroup[] {
  let groups = tiers.map((tier) => [tier]);
  for (;;) {
    const at = groups.findIndex(isSmall);
    if (at < 0 || groups.length === 1) return groups.map(named);
    const first = Math.min(at, groups.length - 2);
    groups = groups.toSpliced(first, 2, [...(groups[first] ?? []), ...(groups[first + 1] ?? [])]);
  }
}

const isSmall = (group: readonly TierSizes[]) =>
  (group[0]?.sizes ?? []).some((_, run) => {
    const customers = group.reduce((sum, { sizes }) => sum + (sizes[run] ?? 0), 0);
    return customers > 0 && customers < MIN_CUSTOMERS;
  });

function named(group: readonly TierSizes[]): TierGroup {
  const joined = (language: 'en' | 'zh') => group.map(({ label }) => label[language]).join(' + ');
  const tiers = group.map(({ name }) => name);
  return { key: tiers.join(' + '), label: { en: joined('en'), zh: joined('zh') }, tiers };
}
