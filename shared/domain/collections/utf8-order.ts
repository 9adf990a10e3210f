/**
 * Orders texts by their UTF-8 bytes, as the table does. JavaScript orders by UTF-16 code units, which differs beyond U+FFFF.
 * @returns negative, zero or positive
 * @example
 * compareUtf8('a', 'b') // => -1
 * compareUtf8('\u{1F600}', '\uFF5E') // => 1
 */
export const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
