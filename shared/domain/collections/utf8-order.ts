/** Orders texts by their UTF-8 bytes, as the table does. JavaScript orders by UTF-16 code units, which differs beyond U+FFFF. */
export const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
