import { isDeepStrictEqual } from 'node:util';

/** One field of a policy that two versions have otherwise; a side is null where the field is not there. */
export interface PolicyChange {
  /** Where it stands, e.g. `tiers.gold.share`. */
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * What one policy says otherwise than another, field by field. Members of a list that have names are compared by their names,
 * so that a tier that is put in between changes no other; that their order changed is a change of its own.
 */
export function policyDifference(before: unknown, after: unknown, field = ''): PolicyChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isNamed(before) && isNamed(after)) {
    const [then, now] = [tierNames(before), tierNames(after)];
    const same = (names: string[], others: string[]) => names.filter((name) => others.includes(name));
    const isReordered = !isDeepStrictEqual(same(then, now), same(now, then));
    return [
      ...(isReordered ? [{ field: `${field} (order)`, before: then, after: now }] : []),
      ...policyDifference(byName(before), byName(after), field),
    ];
  }
  if (!isObject(before) || !isObject(after)) return [{ field, before: before ?? null, after: after ?? null }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => policyDifference(before[key], after[key], field ? `${field}.${key}` : key));
}

type Named = readonly { name: string }[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNamed = (value: unknown): value is Named =>
  Array.isArray(value) && value.length > 0 && value.every((each) => isObject(each) && typeof each.name === 'string');
const tierNames = (list: Named) => list.map(({ name }) => name);
const byName = (list: Named) => Object.fromEntries(list.map(({ name, ...rest }) => [name, rest]));
