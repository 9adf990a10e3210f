import { createHmac } from 'node:crypto';

const PREFIX = 'hmac:';
const HEX_DIGITS = 32;
const pattern = new RegExp(`^${PREFIX}[0-9a-f]{${HEX_DIGITS}}$`);

/** Whether an id is already a keyed hash. */
export const isHashedId = (id: string) => pattern.test(id);

/**
 * Computes the keyed hash that replaces an id: the first 128 bits of HMAC-SHA-256 (RFC 2104) of the id, trimmed and in lower
 * case. `hmac_of` in the cleaning statements computes the same.
 * @param secret the key, 1 to 64 bytes
 * @param id the id as written in a file or request
 * @returns e.g. `hmac:9f2b6e0c4a1d83f75e60b2c9d4a7f318`
 */
export function hashedId(secret: Uint8Array, id: string): string {
  const text = lowerCase(halfWidthAsInSql(id.replaceAll(invisible, '')).replaceAll(edges, ''));
  return PREFIX + createHmac('sha256', secret).update(text).digest('hex').slice(0, HEX_DIGITS);
}

/** The characters that the macros `visible` and `trimmed` remove. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const edges = /^[\t\n\f\r\p{Z}]+|[\t\n\f\r\p{Z}]+$/gu;

/** Converts the same characters as the macro `half_width` in the cleaning statements, so that both compute equal hashes. */
const halfWidthAsInSql = (text: string) =>
  text
    .replaceAll(/[０-９Ａ-Ｚａ-ｚ．，－＋（）：／＿＠＃＄]/g, (character) =>
      String.fromCharCode(character.charCodeAt(0) - 0xfee0),
    )
    .replaceAll(/[\u3000\u00a0\u2009\u202f]/g, ' ')
    .replaceAll('−', '-')
    .replaceAll('￥', '¥');

/** Lower-cases each character separately, as SQL does. As a whole, a final Σ would become ς, and İ two characters. */
const lowerCase = (text: string) =>
  Array.from(text, (character) => String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? 0)).join('');
