import { expect, it } from 'vitest';
import { itemBytes } from '../../../../shared/domain/run/item-size.ts';

it.each([
  ['texts and names by their UTF-8 bytes', { tier: '金卡' }, 4 + 6],
  ['a number as one byte plus one per two digits', { score: 1234.5 }, 5 + 3 + 1],
  ['leading and trailing zeros of a number as nothing', { n: 0.0012, m: 1200 }, 1 + 2 + 1 + 2],
  ['a minus sign as a byte', { n: -12 }, 1 + 3],
  ['null and booleans as a byte', { a: null, b: true }, 1 + 1 + 1 + 1],
  [
    'a map as 3 bytes, its names, and one byte per member',
    { state: { id: 'ab', tier: 'VIP' } },
    5 + 3 + 2 + 2 + 2 + 4 + 3,
  ],
  ['a list as 3 bytes and one byte per member', { ids: ['ab', 'c'] }, 3 + 3 + 3 + 2],
  ['a set by its members', { unfinished: new Set(['ab', 'c']) }, 10 + 3],
  ['undefined as nothing', { a: undefined }, 0],
])('counts %s', (_, item, bytes) => {
  expect(itemBytes(item)).toBe(bytes);
});
