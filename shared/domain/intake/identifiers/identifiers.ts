import { normaliseHeader } from '../headers/headers.ts';
import { type IdentifierKind, identifierHeaders, proseHeaders } from '../vocabulary/identifier-headers.ts';
import { addressPatterns } from '../vocabulary/street-words.ts';

/** Returns the kind of identifier that a header names, if any. */
export function identifyHeader(header: string): IdentifierKind | undefined {
  const text = normaliseHeader(header);
  return identifierHeaders.find(([, pattern, except]) => pattern.test(text) && !except?.test(text))?.[0];
}

/** Whether a header in an interactions or feedback file names a column of free text. */
export const isProseHeader = (header: string) => proseHeaders.test(normaliseHeader(header));

const email = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]{2,}$/;
const mainlandMobile = /^(\+?86|0086)?[-\s]?1[3-9]\d{9}$/;
const maskedMobile = /^1[3-9*]\d?\d?\*{3,}\d{2,4}$/;
const internationalPhone = /^\+[\d\s().-]{8,20}$/;
const northAmericanPhone = /^(\+?1[-.\s]?)?(\(\d{3}\)\s?|\d{3}[-.\s])\d{3}[-.\s]\d{4}$/;
const idCardWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Whether a text is a resident identity number of mainland China: region, date of birth, sequence number, check character.
 * @see GB 11643-1999 (check character by ISO 7064 MOD 11-2)
 */
export function isChineseIdCard(text: string): boolean {
  if (!/^[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text)) return false;
  const sum = idCardWeights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return '10X98765432'[sum % 11] === text.at(-1)?.toUpperCase();
}

/**
 * Whether a text may be a bank card number: 13 to 19 digits with a valid Luhn check digit.
 * @see ISO/IEC 7812-1, annex B
 */
export function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^[3-6]\d{12,18}$/.test(digits)) return false;
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Removes the `.0` that data frames append to whole numbers, and the separators between groups of digits. */
const ungrouped = (text: string) => text.replace(/\.0$/, '').replaceAll(/[\s-]/g, '');

const isPhone = (text: string) =>
  mainlandMobile.test(ungrouped(text)) ||
  maskedMobile.test(text) ||
  internationalPhone.test(text) ||
  northAmericanPhone.test(text);

/** Returns the kind of identifier that a value is, if any. */
export function identifyValue(text: string): IdentifierKind | undefined {
  if (text.length < 6 || text.length > 254) return undefined;
  if (text.includes('@')) return email.test(text) ? 'email' : undefined;
  if (isPhone(text)) return 'phone';
  if (isChineseIdCard(text)) return 'id_card';
  if (isCardNumber(text)) return 'bank_card';
  return addressPatterns.some((pattern) => pattern.test(text)) ? 'address' : undefined;
}

/** Whether a text looks like the full name of a person or company: two to four capitalised words or Chinese characters. */
export const isNameLike = (text: string) =>
  /^\p{Lu}[\p{L}'’.-]*(\s+\p{Lu}[\p{L}'’.-]*){1,3}$/u.test(text) || /^\p{Script=Han}{2,4}$/u.test(text);
