import { chineseCharacters, koreanSyllables, type Language, latinLanguages, otherAlphabets } from './alphabets.ts';

/** What the letters of a file say of its encoding. */
export interface LetterEvidence {
  encoding: string;
  /** Encodings that read the words otherwise and fit nearly as well. */
  alternatives: string[];
}

/** Letters that make a script of single bytes more than chance in words that may be Chinese. */
const MIN_LETTERS = 6;
/** Share of words with a regular case, and share of letters in a language. */
const MIN_REGULAR = 0.9;
const MIN_SHARE = 0.8;
/** By how much two encodings must differ to tell them apart. */
const MARGIN = 0.1;
const MIN_SYLLABLES = 4;
/** Different letters needed to prefer a language to the usual reading. */
const MIN_DIFFERING = 2;
const WESTERN = 'windows-1252';
const westernLetters = new Set(
  latinLanguages.flatMap(({ encoding, letters }) => (encoding === WESTERN ? [...letters] : [])),
);

/** Signs that any Western file may have beside its words. */
const signs = /[\p{P}\p{Sc}\p{N}\s°©®™ªº×]/u;

/**
 * Tells encodings of one byte per character and Korean apart by the letters of their languages. Where all letters are the same
 * in several encodings, any of them is right.
 * @param words distinct words with bytes above ASCII
 * @param doubleByte the most plausible encoding by the rules of plausibility.ts
 * @returns undefined if no language fits
 */
export function readLetters(words: readonly Buffer[], doubleByte: string): LetterEvidence | undefined {
  const script = otherScript(words);
  if (script) return script;
  if (doubleByte === 'gb18030') return isKorean(words) ? { encoding: 'euc-kr', alternatives: [] } : undefined;
  return doubleByte === 'windows-1252' ? latinEncoding(words) : undefined;
}

/** Cyrillic and Greek: words without Latin letters, in lower case, capitals, or with one capital in front. */
function otherScript(words: readonly Buffer[]): LetterEvidence | undefined {
  const rated = otherAlphabets
    .map((language) => ({ language, ...rateScript(words, language) }))
    .filter(({ regular, letters }) => regular >= MIN_REGULAR && letters >= MIN_LETTERS)
    .toSorted((a, b) => b.frequency - a.frequency);
  const [best] = rated;
  if (!best) return undefined;
  const { encoding } = best.language;
  const close = rated
    .filter((each) => each.frequency > best.frequency - MARGIN)
    .map(({ language }) => language.encoding);
  return { encoding, alternatives: [...new Set(close)].filter((each) => each !== encoding) };
}

function rateScript(words: readonly Buffer[], { encoding, letters }: Language) {
  // A word may have a number or a Latin name beside it, but no Latin letter in it.
  const parts = words.flatMap((word) =>
    decode(word, encoding)
      .split(/[^A-Za-z\x80-\u{10ffff}]+/u)
      .filter((part) => /[^A-Za-z]/.test(part)),
  );
  const known = new RegExp(`^[${letters}]+$`);
  const isRegular = (part: string) => /^(\p{Lu}+|\p{Lu}?\p{Ll}+)$/u.test(part) && known.test(part.toLowerCase());
  const all = [...parts.join('').toLowerCase()];
  const rank = (letter: string) => (letters.includes(letter) ? 1 - letters.indexOf(letter) / letters.length : 0);
  return {
    regular: parts.filter(isRegular).length / (parts.length || 1),
    letters: all.length,
    frequency: all.reduce((sum, letter) => sum + rank(letter), 0) / (all.length || 1),
  };
}

/** Whether words that are Chinese by their bytes are Korean: all their characters are syllables, and common ones. */
function isKorean(words: readonly Buffer[]): boolean {
  const korean = [...words.map((word) => decode(word, 'euc-kr')).join('')].filter((character) => character > '\x7f');
  const chinese = [...words.map((word) => decode(word, 'gb18030')).join('')].filter((character) => character > '\x7f');
  const share = (characters: readonly string[], common: string) =>
    characters.filter((character) => common.includes(character)).length / (characters.length || 1);
  return (
    korean.length >= MIN_SYLLABLES &&
    korean.every((character) => /\p{Script=Hangul}|\p{P}/u.test(character)) &&
    share(korean, koreanSyllables) > share(chinese, chineseCharacters) + MARGIN
  );
}

function latinEncoding(words: readonly Buffer[]): LetterEvidence | undefined {
  const rated = latinLanguages
    .map((language) => ({ encoding: language.encoding, share: rateLatin(words, language) }))
    .filter(({ share }) => share >= MIN_SHARE)
    .toSorted((a, b) => b.share - a.share);
  const [best] = rated;
  if (!best) return undefined;
  const read = (encoding: string) => words.map((word) => decode(word, encoding)).join(' ');
  const encoding = isWestern(read(best.encoding), read(WESTERN), best.share) ? WESTERN : best.encoding;
  const close = rated.filter((each) => each.share > best.share - MARGIN && read(each.encoding) !== read(encoding));
  return { encoding, alternatives: [...new Set(close.map((each) => each.encoding))] };
}

/**
 * Whether the usual reading is to be preferred: names of several countries together have all its letters, so a single letter that
 * differs does not outweigh it, nor does a language that lacks some of the letters.
 * @param share of the letters that are in the language of `text`
 */
function isWestern(text: string, western: string, share: number): boolean {
  const differing = new Set(Array.from(text).filter((character, index) => character !== western[index]));
  const letters = [...western].filter((character) => character > '\x7f' && !signs.test(character));
  const known = letters.filter((letter) => westernLetters.has(letter.toLowerCase()));
  const isLikelier = differing.size < MIN_DIFFERING || known.length > share * letters.length;
  return isLikelier && known.length >= MIN_SHARE * letters.length;
}

/** Share of the characters above ASCII that are letters of a language. */
function rateLatin(words: readonly Buffer[], { encoding, letters }: Language): number {
  const characters = words.flatMap((word) =>
    [...decode(word, encoding)].filter((each) => each > '\x7f' && !signs.test(each)),
  );
  const fitting = characters.filter((character) => letters.includes(character.toLowerCase()));
  return characters.length === 0 ? 0 : fitting.length / characters.length;
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

function decode(word: Uint8Array, encoding: string): string {
  const decoder = decoders.get(encoding) ?? new TextDecoder(encoding);
  decoders.set(encoding, decoder);
  return decoder.decode(word);
}
