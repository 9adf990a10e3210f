/**
 * Computes the size of an item in DynamoDB in bytes, as for write units and storage. Names and texts count their UTF-8 bytes;
 * a number counts one byte plus one per two digits; lists and maps count 3 bytes plus one per member.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  let bytes = 0;
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) bytes += Buffer.byteLength(name) + valueBytes(value);
  }
  return bytes;
}

const CONTAINER_BYTES = 3;

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberBytes(value);
  if (value === null || typeof value !== 'object') return 1;
  if (value instanceof Set) return [...value].reduce((sum, member) => sum + valueBytes(member), 0);
  if (Array.isArray(value)) {
    return value.reduce((sum, member) => sum + 1 + valueBytes(member), CONTAINER_BYTES);
  }
  const object = value as Record<string, unknown>;
  let members = 0;
  for (const name of Object.keys(object)) if (object[name] !== undefined) members++;
  return CONTAINER_BYTES + members + itemBytes(object);
}

/** Leading and trailing zeros do not count; a minus sign adds a byte. */
function numberBytes(value: number): number {
  const text = String(value);
  let [digits, trailingZeros] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === 'e') break;
    if (character === '-' || character === '.' || (character === '0' && digits === 0)) continue;
    digits++;
    trailingZeros = character === '0' ? trailingZeros + 1 : 0;
  }
  return Math.ceil((digits - trailingZeros) / 2) + 1 + (value < 0 ? 1 : 0);
}
