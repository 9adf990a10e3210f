/** The share of its letters in which a word may differ from the one that is meant. */
const MAX_DIFFERENCE = 0.4;

/**
 * Finds the word that a misspelt one may mean: the same letters whatever their case and punctuation, a beginning, the initials of
 * a compound (`clv` of `customerLifetimeValue`), or the least number of typing errors.
 * @returns undefined when none is close
 */
export function closestWord(word: string, known: readonly string[]): string | undefined {
  const plain = plainText(word);
  if (plain === '') return undefined;
  const [closest] = known
    .map((each) => ({ each, difference: difference(plain, each) }))
    .filter((rated) => rated.difference <= MAX_DIFFERENCE)
    .toSorted((a, b) => a.difference - b.difference);
  return closest?.each;
}

const plainText = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

function difference(plain: string, known: string): number {
  const other = plainText(known);
  if (plain.length >= 2 && initials(known) === plain) return 0.1;
  if (plain.length >= 3 && (other.startsWith(plain) || plain.startsWith(other))) return 0.2;
  return editDistance(plain, other) / Math.max(plain.length, other.length);
}

const initials = (name: string) =>
  name
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
    .map((part) => part[0]?.toLowerCase() ?? '')
    .join('');

/** Insertions, deletions, substitutions and swaps of neighbours between two texts (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    const [above = [], beforeThat = []] = [rows[i - 1], rows[i - 2]];
    for (let j = 1; j <= b.length; j++) {
      const isEqual = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + (isEqual ? 0 : 1),
          isSwap ? (beforeThat[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
