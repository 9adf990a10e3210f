import { isPurchase, type OrderLine, total } from './order-lines.ts';

/** What a customer spends on most, of how many, and the share of the spend of which it is known. */
export interface Favourite {
  top: string | null;
  /** Null where none is known. */
  count: number | null;
  /** Null where nothing was spent. */
  share: number | null;
  /** Spend by name. */
  spend: ReadonlyMap<string, number>;
}

/** Of categories, channels or regions; where two weigh the same, the later in the alphabet is the top. */
export function findFavourite(lines: readonly OrderLine[], field: 'category' | 'channel' | 'region'): Favourite {
  const named = lines.filter((line) => isPurchase(line) && (line[field] ?? null) !== null);
  const groups = Map.groupBy(named, (line) => line[field] as string);
  const spend = new Map([...groups].map(([name, some]) => [name, total(some.map(({ amount }) => amount))]));
  const [[top, most] = [null, 0]] = [...spend].toSorted(
    ([name, amount], [other, more]) => more - amount || byCodePoints(other, name),
  );
  const all = total([...spend.values()]);
  return { top, count: spend.size || null, share: all > 0 ? most / all : null, spend };
}

/** As databases order text; JavaScript compares UTF-16 units. */
function byCodePoints(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((character, index) => character !== b[index]);
  if (at < 0) return a.length - b.length;
  return (a[at]?.codePointAt(0) ?? -1) - (b[at]?.codePointAt(0) ?? -1);
}
