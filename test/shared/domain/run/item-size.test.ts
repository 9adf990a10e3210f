import { expect, it } from 'vitest';
import { itemBytes } from '../../../../shared/domain/run/item-size.ts';

it.each([
  ['text by its UTF-8 bytes, as its name', { tier: '金卡' }, 4 + 6],
  ['a number by two digits a byte, and one more', { score: 1234.5 }, 5 + 3 + 1],
  ['zeros at either end of a number as nothing', { n: 0.0012, m: 1200 }, 1 + 2 + 1 + 2],
  ['a minus as a byte', { n: -12 }, 1 + 3],
  ['null and truth as a byte', { a: null, b: true }, 1 + 1 + 1 + 1],
  [
    'a map by 3, its names, and one more for each member',
    { state: { id: 'ab', tier: 'VIP' } },
    5 + 3 + 2 + 2 + 2 + 4 + 3,
  ],
  ['a list by 3, and one more for each member', { ids: ['ab', 'c'] }, 3 + 3 + 3 + 2],
  ['a set by its members', { unfinished: new Set(['ab', 'c']) }, 10 + 3],
  ['what is undefined as nothing', { a: undefined }, 0],
])('weighs %s', (_, item, bytes) => {
  expect(itemBytes(item)).toBe(bytes);
});
