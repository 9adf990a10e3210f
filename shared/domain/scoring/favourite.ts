import { isPurchase, type OrderLine, total } from './order-lines.ts';

/** The category, channel or region on which a customer spends most. */
export interface Favourite {
  top: string | null;
  /** Number of different names; null if none is known. */
  count: number | null;
  /** Share of `top` in the spend with a known name; null without such spend. */
  share: number | null;
  /** Spend by name. */
  spend: ReadonlyMap<string, number>;
}

/** Finds the category, channel or region with the most spend. On a tie, the alphabetically later one wins. */
export function findFavourite(lines: readonly OrderLine[], field: 'category' | 'channel' | 'region'): Favourite {
  const named = lines.filter((line) => isPurchase(line) && (line[field] ?? null) !== null);
  const groups = Map.groupBy(named, (line) => line[field] as string);
  const spend = new Map([...groups].map(([name, group]) => [name, total(group.map(({ amount }) => amount))]));
  const [[top, most] = [null, 0]] = [...spend].toSorted(
    ([name, amount], [otherName, otherAmount]) => otherAmount - amount || compareCodePoints(otherName, name),
  );
  const all = total([...spend.values()]);
  return { top, count: spend.size || null, share: all > 0 ? most / all : null, spend };
}

/** Compares texts by code points, as DuckDB does. JavaScript compares UTF-16 code units. */
function compareCodePoints(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((character, index) => character !== b[index]);
  if (at < 0) return a.length - b.length;
  return (a[at]?.codePointAt(0) ?? -1) - (b[at]?.codePointAt(0) ?? -1);
}
