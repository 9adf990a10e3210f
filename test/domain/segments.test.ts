import { expect, it } from 'vitest';
import { chineseClasses, segmentOfCode, segments } from '../../shared/domain/segments.ts';

const scores = [1, 2, 3, 4, 5];
const everyCode = scores.flatMap((r) => scores.flatMap((f) => scores.map((m) => `${r}${f}${m}`)));

it('puts every one of the 125 codes into exactly one segment', () => {
  for (const code of everyCode) {
    const holding = segments.filter(({ codes }) => codes.split(' ').includes(code)).map(({ name }) => name);
    expect(holding, code).toEqual([segmentOfCode.get(code)]);
  }
});

it('lists no code that is not one of the 125', () => {
  const listed = segments.flatMap(({ codes }) => codes.split(' '));
  expect(listed.toSorted()).toEqual(everyCode.toSorted());
  expect([...segmentOfCode.keys()].toSorted()).toEqual(everyCode.toSorted());
});

it('calls the best code champions and the worst lost', () => {
  expect(segmentOfCode.get('555')).toBe('Champions');
  expect(segmentOfCode.get('111')).toBe('Lost');
});

it('names each of the eight high-low classes differently', () => {
  const halves = ['H', 'L'];
  const classes = halves.flatMap((r) => halves.flatMap((f) => halves.map((m) => chineseClasses[r + f + m])));
  expect(new Set(classes).size).toBe(8);
  expect(classes).not.toContain(undefined);
});
