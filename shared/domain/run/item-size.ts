/**
 * What an item weighs in DynamoDB, in bytes, as it counts items for write units and storage: names and texts by their UTF-8
 * bytes, a number by two digits a byte and one more, lists and maps by 3 and one more for each member.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
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
  const members = Object.values(value).filter((member) => member !== undefined);
  return CONTAINER_BYTES + members.length + itemBytes(value as Record<string, unknown>);
}

/** Zeros at either end do not count, a minus takes a byte more. */
function numberBytes(value: number): number {
  const digits = Math.abs(value)
    .toString()
    .replace(/e.*$/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}
