import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { namedMap, namedMaps } from '../../../../shared/domain/rfm/named-maps.ts';
import { policySegments } from '../../../../shared/domain/rfm/rfm-model.ts';
import { allCells, rfmCode } from '../../../../shared/domain/rfm/scores.ts';
import { mapSegments } from '../../../../shared/domain/rfm/segment-map.ts';
import { PolicyError } from '../../../../shared/errors.ts';

const allCodes = (bins: number) => allCells(bins).map((cell) => rfmCode(cell, bins));
const refusal = (rfm: object) => {
  try {
    parsePolicy({ rfm });
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).message;
  }
  return '';
};

describe.each(['codes', 'grid'] as const)('the named map %s', (name) => {
  it('assigns each of the 125 codes to exactly one segment, without redundant codes or rules', () => {
    const { segments, problems } = mapSegments(namedMaps[name], 5);
    expect(problems).toEqual([]);
    expect(segments.flatMap(({ codes }) => codes).toSorted()).toEqual(allCodes(5));
  });

  it.each([6, 7, 8, 9, 10])('assigns every cell of %i bins to exactly one segment, and uses every segment', (bins) => {
    const segments = namedMap(name, bins);
    expect(segments.flatMap(({ codes }) => codes).toSorted()).toEqual(allCodes(bins).toSorted());
    expect(segments.filter(({ codes }) => codes.length === 0)).toEqual([]);
  });

  it('calls the best code Champions, and requires five bins', () => {
    expect(namedMap(name, 5).find(({ codes }) => codes.includes('555'))?.name).toBe('Champions');
    expect(namedMap(name, 10).find(({ codes }) => codes.includes('10-10-10'))?.name).toBe('Champions');
    expect(refusal({ bins: 4, segments: name })).toContain(`"${name}" needs 5 bins or more`);
  });
});

it('has the eleven segments of the code list, ending with Lost', () => {
  const segments = namedMap('codes', 5);
  expect(segments).toHaveLength(11);
  expect(segments.at(-1)).toEqual({
    name: 'Lost',
    zh: '已流失客户',
    codes: ['111', '112', '121', '131', '141', '151'],
  });
});

describe('a map in the policy', () => {
  const part = (name: string, more: object) => ({ name, zh: `${name}客户`, ...more });
  const twoBins = (...segments: object[]) => ({ bins: 2, segments });

  it('can mix rules, codes and a rest', () => {
    const { rfm } = parsePolicy({
      rfm: twoBins(
        part('Best', { rules: [{ r: 2, fm: 2 }] }),
        part('Old', { codes: ['111'] }),
        part('Others', { rest: true }),
      ),
    });

    // (1 + 2) / 2 rounds up to 2, so with r = 2 only 211 is left.
    expect(policySegments(rfm)).toEqual([
      { name: 'Best', zh: 'Best客户', codes: ['212', '221', '222'] },
      { name: 'Old', zh: 'Old客户', codes: ['111'] },
      { name: 'Others', zh: 'Others客户', codes: ['112', '121', '122', '211'] },
    ]);
  });

  it.each([
    ['cells in no segment', twoBins(part('A', { rules: [{ r: 2 }] })), 'no segment has 111, 112, 121, 122'],
    [
      'cells in two segments',
      twoBins(part('A', { rules: [{ r: [1, 2] }] }), part('B', { codes: ['212', '222'] })),
      'A and B both have 212, 222',
    ],
    [
      'a rule without cells',
      twoBins(part('A', { rest: true }), part('B', { rules: [{ r: 2 }, { f: [3, 5] }] })),
      'rule 2 of B adds no cell',
    ],
    [
      'a rule that an earlier one makes redundant',
      twoBins(part('A', { rules: [{ r: 2 }, { r: 2, f: 1 }] }), part('B', { rest: true })),
      'rule 2 of A adds no cell',
    ],
    ['an impossible code', twoBins(part('A', { codes: ['333'] }), part('B', { rest: true })), 'code 333 of A'],
    ['an empty rest', twoBins(part('A', { rules: [{ r: [1, 2] }] }), part('B', { rest: true })), 'the rest, B'],
    [
      'two rest segments',
      twoBins(part('A', { rest: true }), part('B', { rest: true })),
      'only one segment can be the rest',
    ],
    [
      'two segments with the same name',
      twoBins(part('A', { codes: ['111'] }), part('A', { rest: true })),
      'names must differ',
    ],
    [
      'the name reserved for customers without scores',
      twoBins(part('No Purchase', { rest: true })),
      'choose another name',
    ],
    ['a segment without cells', twoBins(part('A', {})), 'needs codes, rules or rest'],
    ['a rule without a range', twoBins(part('A', { rules: [{}] })), 'needs a range'],
  ])('is rejected for %s, with a message that names it', (_, rfm, message) => {
    expect(refusal(rfm)).toContain(message);
  });

  it('is accepted exactly when every cell has one segment, and every segment and rule adds a cell', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
    const rule = fc.record({ r: range, f: range }, { requiredKeys: ['r'] });
    const maps = fc.array(fc.array(rule, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(maps, fc.boolean(), (rules, hasRest) => {
        const rest = hasRest ? [{ name: 'rest', zh: '其他', codes: [], rules: [], rest: true as const }] : [];
        const segments = [...rules.map((each, at) => ({ name: `s${at}`, zh: '段', codes: [], rules: each })), ...rest];
        const { segments: mapped, problems } = mapSegments(segments, 3);

        const isIn = (value: number, [low, high]: [number, number]) => low <= value && value <= high;
        const holders = allCells(3).map((cell) =>
          rules.flatMap((each, at) =>
            each.some(({ r, f }) => isIn(cell.r, r) && (f === undefined || isIn(cell.f, f))) ? [at] : [],
          ),
        );
        const isPartition = holders.every((at) => at.length === 1 || (at.length === 0 && hasRest));
        if (problems.length === 0) {
          expect(isPartition).toBe(true);
          expect(mapped.flatMap(({ codes }) => codes).toSorted()).toEqual(allCodes(3));
          expect(mapped.filter(({ codes }) => codes.length === 0)).toEqual([]);
        } else if (isPartition) {
          expect(problems.join()).toMatch(/adds no cell/);
        }
      }),
    );
  });
});
