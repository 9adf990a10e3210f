import { quotedString } from '../sql/quoting.ts';
import {
  BRANDS,
  COMPOUND_SURNAMES,
  ENGLISH_LABELS,
  ENGLISH_TITLES,
  LABELS,
  PERSON_LABELS,
  SURNAMES,
  TITLES,
} from './name-words.ts';

const SPACE = String.raw`\t\n\f\r `;
const HAN = '[㐀-鿿]';
const SURNAME = `(?:${COMPOUND_SURNAMES}|[${SURNAMES}])`;
/** What may stand before a name: the start, no Chinese character, or a function word. */
const BEFORE = '(^|[^㐀-鿿]|[给由为请是找叫和与系人户])';
const AFTER = '($|[^㐀-鿿])';
const MASKED = String.raw`\[(?:telephone|e-mail|identity number)\]`;
const SEPARATORS = `[${SPACE},，、;；:：/|(（-]*`;
const COLON = String.raw`[ \t]*[:：][ \t]*`;
const CAPITALISED = "[A-ZÀ-Þ][A-Za-zÀ-ſ'’.-]*";
const ENGLISH_NAME = String.raw`${CAPITALISED}(?:[ \t]+${CAPITALISED}){0,2}`;
/** Separates titles from names of brands while names are masked. */
const MARK = '\u0001';

/** Patterns with their replacements, in order. */
const rules: readonly (readonly [string, string])[] = [
  [String.raw`[^${SPACE}@,;<>"]+@[^${SPACE}@,;<>"]+\.[^${SPACE}@,;.<>"]{2,}`, '[e-mail]'],
  [String.raw`\b[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b`, '[identity number]'],
  [
    String.raw`(\+|\b00)\d[\d${SPACE}().-]{7,18}\d|\b1[3-9]\d[ -]?\d{4}[ -]?\d{4}(\.0)?\b|\b0\d{2,3}-\d{7,8}\b|\(\d{3}\)[ ]?\d{3}[ .-]\d{4}\b|\b\d{3}-\d{3}-\d{4}\b`,
    '[telephone]',
  ],
  [String.raw`\b((?:Mr|Mrs|Ms|Dr)(?:\.|\.? ))(${BRANDS})\b`, `$1${MARK}$2`],
  [String.raw`\b((?:${ENGLISH_TITLES})(?:\.[ \t]*|[ \t]+))${ENGLISH_NAME}`, '$1[name]'],
  [String.raw`((?:^|[,;|(][ \t]*)[Nn]ame${COLON}|\b(?:${ENGLISH_LABELS})${COLON})${ENGLISH_NAME}`, '$1[name]'],
  [MARK, ''],
  [`(${LABELS})(姓名)?(${COLON})(?:${HAN}{2,4}|${ENGLISH_NAME})`, '$1$2$3[name]'],
  [String.raw`(${PERSON_LABELS})([ \t]*)${SURNAME}${HAN}{1,2}${AFTER}`, '$1$2[name]$3'],
  [String.raw`${BEFORE}${SURNAME}${HAN}{0,2}([ \t]*(?:${TITLES}))`, '$1[name]$2'],
  [`${BEFORE}${SURNAME}${HAN}{1,2}(${SEPARATORS}${MASKED})`, '$1[name]$2'],
  [`(${MASKED}${SEPARATORS})${SURNAME}${HAN}{1,2}${AFTER}`, '$1[name]$2'],
];
const compiled = rules.map(([pattern, replacement]) => [new RegExp(pattern, 'gu'), replacement] as const);

/** What a text has that any of the rules changes: seven digits, an e-mail address, a label or a title. */
const CANDIDATE = [
  String.raw`@|\d[\d\s().-]{7}|${MASKED}|${LABELS}|${TITLES}`,
  String.raw`(?:${ENGLISH_TITLES})[. \t]|[Nn]ame${COLON}|(?:${ENGLISH_LABELS})${COLON}`,
].join('|');

/**
 * Masks e-mail addresses, telephone numbers and identity numbers in free text, and names of persons beside a label, a title or
 * such a number.
 */
export const maskedText = (text: string): string =>
  compiled.reduce((masked, [pattern, replacement]) => masked.replaceAll(pattern, replacement), text);

/** The SQL of {@link maskedText}, for a VARCHAR expression. */
export const maskedSql = (text: string): string =>
  rules.reduce(
    (sql, [pattern, replacement]) =>
      `regexp_replace(${sql}, ${quotedString(pattern)}, ${quotedString(replacement.replaceAll('$', '\\'))}, 'g')`,
    text,
  );

/**
 * SQL that is false for a text that {@link maskedSql} would leave as it is. Most cells of products, categories and regions are
 * such texts, and one pattern is all that they cost.
 */
export const mayIdentifySql = (text: string): string => `regexp_matches(${text}, ${quotedString(CANDIDATE)})`;
