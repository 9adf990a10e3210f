import { type Concept, conceptStems, conceptWords, fillerWords } from '../vocabulary/header-concepts.ts';

const conceptByWord = new Map<string, Concept>(
  (Object.entries(conceptWords) as [Concept, readonly string[]][]).flatMap(([concept, words]) =>
    words.map((word): [string, Concept] => [word, concept]),
  ),
);

/** The shortest word that another may be glued to: two letters would be found anywhere. */
const MIN_PART = 2;
const MAX_PARTS = 4;
const MAX_LENGTH = 100;

/** The concepts of a header's words in their order; null for a word that has none. */
export function headerConcepts(header: string): readonly (Concept | null)[] {
  const text = header.slice(0, MAX_LENGTH).normalize('NFKC');
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}]/u.test(text))
    return stemConcepts(text);
  return splitWords(text).flatMap((word) => {
    const known = conceptOf(word);
    if (known !== undefined) return [known];
    if (fillerWords.has(word) || /^\d+$/.test(word)) return [];
    return splitGlued(word, MAX_PARTS) ?? [null];
  });
}

const conceptOf = (word: string) => conceptByWord.get(word);

/** `custId`, `CUST_ID`, `N° client`: the words in lower case, without accents. */
function splitWords(text: string): string[] {
  return text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Splits a word into known ones, as `cum` and `id` in `cumid`; undefined if it is not made of them. */
function splitGlued(word: string, parts: number): Concept[] | undefined {
  if (word === '') return [];
  if (parts === 0) return undefined;
  for (let length = word.length; length >= MIN_PART; length--) {
    const concept = conceptOf(word.slice(0, length));
    if (concept === undefined) continue;
    const rest = splitGlued(word.slice(length), parts - 1);
    if (rest) return [concept, ...rest];
  }
  return undefined;
}

function stemConcepts(text: string): (Concept | null)[] {
  let rest = text.toLowerCase();
  const found: { at: number; concept: Concept }[] = [];
  for (const [concept, stem] of conceptStems) {
    rest = rest.replace(inflected(stem), (match, ...more) => {
      found.push({ at: more.find((each) => typeof each === 'number') as number, concept });
      return ' '.repeat(match.length);
    });
  }
  const left = splitWords(rest).filter((word) => !fillerWords.has(word) && !/^(\d+|[的の者为во御おご]+)$/.test(word));
  const words = left.map((word) => conceptOf(word) ?? null);
  return [...found.toSorted((a, b) => a.at - b.at).map(({ concept }) => concept), ...words];
}

/** A stem with the ending of its word; Russian words change theirs. */
const inflected = ({ source, flags }: RegExp) => new RegExp(`(?:${source})\\p{Script=Cyrillic}*`, `${flags}u`);
