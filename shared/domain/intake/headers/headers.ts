import { scaleFactors } from '../money/amount-pattern.ts';
import { parseCurrency } from '../money/currencies.ts';
import { halfWidth } from '../text/half-width.ts';
import { sharedSigns } from '../vocabulary/currency-words.ts';
import {
  incomplete,
  lineOnlyPrefix,
  linePrefix,
  minorWords,
  otherUnits,
  qualifiers,
} from '../vocabulary/header-words.ts';
import { simplified, traditional } from '../vocabulary/traditional-characters.ts';

const simplifiedCharacters = new Map([...traditional].map((character, index) => [character, simplified[index]]));

/** Normalises a header for comparison: half-width, lower case, simplified characters, no spaces or punctuation. */
export function normaliseHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/\p{Script=Han}/gu, (character) => simplifiedCharacters.get(character) ?? character);
}

/** One interpretation of a header. */
export interface HeaderForm {
  text: string;
  /** 1 for the unchanged header, less for each part removed. */
  closeness: number;
}

/** The unit of a column's values, as its header states it. */
export interface Unit {
  /** ISO 4217. */
  currency?: string;
  /** Whether values are in hundredths of the currency: cents, pence, 分. */
  minor?: boolean;
  /** How many of the currency one is: 10,000 in 万元, 1,000 in k€. */
  scale?: number;
}

const bracketed = /^(.*?)[\s_]*[([【（［]\s*([^()[\]【】]*?)\s*[)\]】）］]\s*$/;
const lastWord = /^(.+)[\s_-]+(\S+)$/;
const pathMarks = /\.|:|\/|>|\||__/;
/** Whether a header is about shipping, tax, a discount … of something. */
export const isQualified = (header: string) => qualifiers.test(header);

/** Characters of a header that are examined. */
const MAX_LENGTH = 200;
const toComparable = (header: string) => halfWidth(header.slice(0, MAX_LENGTH));

const chineseScale = /^(百万|千万|万|萬|千|仟|亿|億)(元|人民币|美元|美金|港元|港币|日元|円)?$/;
const latinScale = /^(?:in )?(thousands?|millions?|tsd\.?|mio\.?|mn|k|m|t(?=€|eur))[\s.]*([$€£¥]|[a-z]{3})?$/;

/** Splits a unit such as 万元, k€ or thousands into multiplier and currency. A single letter counts in brackets or beside a currency. */
function splitScale(text: string, isBracketed: boolean): Unit | undefined {
  const [, word = '', money] = chineseScale.exec(text) ?? latinScale.exec(text) ?? [];
  const factor = { ...scaleFactors, t: 1000 }[word.replace(/s?\.?$/, '')];
  const currency = money === undefined ? undefined : parseCurrency(money);
  if (factor === undefined || (money !== undefined && currency === undefined)) return undefined;
  if (word.length === 1 && /[a-z]/.test(word) && money === undefined && !isBracketed) return undefined;
  return { scale: factor, ...(currency !== undefined && !sharedSigns.includes(currency) && { currency }) };
}

function splitUnit(header: string): { rest: string; unit: Unit | undefined } {
  const [, bracketRest = '', inBrackets = ''] = bracketed.exec(header) ?? [];
  const [, wordRest = '', word = ''] = lastWord.exec(header) ?? [];
  for (const [rest, text] of [
    [bracketRest, inBrackets.toLowerCase()],
    [wordRest, word.toLowerCase()],
  ] as const) {
    if (rest === '') continue;
    const scaled = splitScale(text, rest === bracketRest);
    if (scaled) return { rest: rest.replace(/[\s_-]+in$/i, ''), unit: scaled };
    const currency = parseCurrency(text);
    if (currency !== undefined) return { rest, unit: sharedSigns.includes(currency) ? {} : { currency } };
    if (minorWords.includes(text)) return { rest: rest.replace(/[\s_-]+in$/i, ''), unit: { minor: true } };
    if (otherUnits.test(text) && (rest === bracketRest || /^(utc|gmt)$/.test(text))) return { rest, unit: {} };
  }
  return { rest: header, unit: undefined };
}

/** Returns the currency, minor unit or multiplier that a header names: `Amount (USD)`, `金额（万元）`, `price_cents`. */
export function parseUnit(header: string): Unit {
  return splitUnit(toComparable(header)).unit ?? {};
}

/**
 * Returns the interpretations of a header, closest first: unchanged; without its unit (`金额（元）`, `Amount (USD)`), its path
 * (`order_items.quantity`, `Customer: ID`), its brackets (`Email (Billing)`) or its line prefix (`Lineitem price`).
 * It removes nothing that changes the meaning, such as `Shipping` in `Shipping: Price`.
 */
export function headerForms(header: string): HeaderForm[] {
  const whole = toComparable(header);
  const { rest, unit } = splitUnit(whole);
  const unitless = unit === undefined ? 1 : 0.98;
  const forms: HeaderForm[] = [
    { text: normaliseHeader(whole), closeness: 1 },
    { text: normaliseHeader(rest), closeness: unitless },
  ];
  const segments = rest.split(pathMarks).filter((segment) => normaliseHeader(segment) !== '');
  for (const [kept, closeness] of [
    [2, 0.96],
    [1, 0.92],
  ] as const) {
    const text = normaliseHeader(segments.slice(-kept).join(' '));
    if (segments.length <= kept || incomplete.test(text) || isQualified(segments.slice(0, -kept).join(' '))) continue;
    forms.push({ text, closeness: closeness * unitless });
  }
  const [, before = '', inBrackets = ''] = bracketed.exec(rest) ?? [];
  if (before !== '' && !isQualified(inBrackets)) forms.push({ text: normaliseHeader(before), closeness: 0.94 });
  const item = rest.replace(linePrefix, '');
  if (item !== rest && !isQualified(item)) forms.push({ text: normaliseHeader(item), closeness: 0.9 * unitless });
  return forms.filter(({ text }, index) => text !== '' && forms.findIndex((form) => form.text === text) === index);
}

/** Whether a header names a property of an order line, such as `Lineitem price`. */
export const isLineHeader = (header: string) => lineOnlyPrefix.test(header.trim());
