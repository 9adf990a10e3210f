import { expect, it } from 'vitest';
import { chooseDateFormats, dateFormats } from '../../shared/domain/dates.ts';

const MONTH_FIRST = '%m/%d/%Y';
const DAY_FIRST = '%d/%m/%Y';

it('reads a column day-first when that fits more values', () => {
  const counts = new Map(Object.entries({ [MONTH_FIRST]: 12, [DAY_FIRST]: 30 }));
  expect(chooseDateFormats(counts, false)).toEqual([DAY_FIRST]);
});

it('reads a column month-first when that fits more values, whatever is preferred', () => {
  const counts = new Map(Object.entries({ [MONTH_FIRST]: 30, [DAY_FIRST]: 12 }));
  expect(chooseDateFormats(counts, true)).toEqual([MONTH_FIRST]);
});

it('goes by the preference when both readings fit equally many values', () => {
  const counts = new Map(Object.entries({ [MONTH_FIRST]: 12, [DAY_FIRST]: 12 }));
  expect(chooseDateFormats(counts, true)).toEqual([DAY_FIRST]);
  expect(chooseDateFormats(counts, false)).toEqual([MONTH_FIRST]);
});

it('counts a reading over all its patterns, with times and without', () => {
  const counts = new Map(Object.entries({ [MONTH_FIRST]: 5, [DAY_FIRST]: 4, '%d/%m/%Y %H:%M': 3 }));
  expect(chooseDateFormats(counts, false)).toEqual([DAY_FIRST, '%d/%m/%Y %H:%M']);
});

it('puts the pattern that reads most first and leaves out those that read nothing', () => {
  const counts = new Map(Object.entries({ '%Y-%m-%d': 2, '%Y年%m月%d日': 9, '%Y%m%d': 0 }));
  expect(chooseDateFormats(counts, false)).toEqual(['%Y年%m月%d日', '%Y-%m-%d']);
});

it('finds no pattern where none reads anything', () => {
  expect(chooseDateFormats(new Map(dateFormats.map((format) => [format, 0])), false)).toEqual([]);
});

it('tries no pattern twice', () => {
  expect(new Set(dateFormats).size).toBe(dateFormats.length);
});
