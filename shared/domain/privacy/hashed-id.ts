import { createHmac } from 'node:crypto';

const PREFIX = 'hmac:';
const HEX_DIGITS = 32;
const shape = new RegExp(`^${PREFIX}[0-9a-f]{${HEX_DIGITS}}$`);

/** Whether an id is a keyed hash already. */
export const isHashedId = (id: string) => shape.test(id);

/**
 * The keyed hash that stands for an id which must not be kept: HMAC-SHA-256 (RFC 2104) of the id without the spaces around
 * it and in lower case, its first 128 bits. `hmac_of` in the cleaning statements computes the same.
 * @param secret the key, 1 to 64 bytes
 * @param id as a person writes it
 * @returns e.g. `hmac:9f2b6e0c4a1d83f75e60b2c9d4a7f318`
 */
export function hashedId(secret: Uint8Array, id: string): string {
  const text = lowerCase(halfWidthAsInSql(id).replaceAll(/^\p{Zs}+|\p{Zs}+$/gu, ''));
  return PREFIX + createHmac('sha256', secret).update(text).digest('hex').slice(0, HEX_DIGITS);
}

/** The same characters as the macro `half_width` of the cleaning statements, so that both sides hash alike. */
const halfWidthAsInSql = (text: string) =>
  text
    .replaceAll(/[０-９Ａ-Ｚａ-ｚ．，－＋（）：／＿＠＃＄]/g, (character) =>
      String.fromCharCode(character.charCodeAt(0) - 0xfee0),
    )
    .replaceAll(/[\u3000\u00a0\u2009\u202f]/g, ' ')
    .replaceAll('−', '-')
    .replaceAll('￥', '¥');

/** Character by character, as SQL does it: a whole text's last Σ would become ς, and İ two characters. */
const lowerCase = (text: string) =>
  Array.from(text, (character) => String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? 0)).join('');
