import { isDeepStrictEqual } from 'node:util';

/** A field that differs between two policies. A side without the field is null. */
export interface PolicyChange {
  /** Path of the field, e.g. `tiers.gold.share`. */
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * Compares two policies field by field. Members of a list are compared by name if they have names, so that inserting a tier
 * does not change the others; a different order is a separate change.
 */
export function policyDifference(before: unknown, after: unknown, field = ''): PolicyChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isNamed(before) && isNamed(after)) {
    const [namesBefore, namesAfter] = [listNames(before), listNames(after)];
    const shared = (names: string[], others: string[]) => names.filter((name) => others.includes(name));
    const isReordered = !isDeepStrictEqual(shared(namesBefore, namesAfter), shared(namesAfter, namesBefore));
    return [
      ...(isReordered ? [{ field: `${field} (order)`, before: namesBefore, after: namesAfter }] : []),
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
const listNames = (list: Named) => list.map(({ name }) => name);
const byName = (list: Named) => Object.fromEntries(list.map(({ name, ...rest }) => [name, rest]));
