import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { namedMap, namedMaps } from '../../../../shared/domain/rfm/named-maps.ts';
import { policySegments } from '../../../../shared/domain/rfm/rfm-model.ts';
import { allCells, rfmCode } from '../../../../shared/domain/rfm/scores.ts';
import { mapSegments } from '../../../../shared/domain/rfm/segment-map.ts';
import { PolicyError } from '../../../../shared/errors.ts';

const codesOf = (bins: number) => allCells(bins).map((cell) => rfmCode(cell, bins));
const refusal = (rfm: object) => {
  try {
    parsePolicy({ rfm });
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).message;
  }
  return '';
};

describe.each(['codes', 'grid'] as const)('the map by %s', (name) => {
  it('puts every one of the 125 codes into exactly one segment and has no dead code or rule', () => {
    const { segments, problems } = mapSegments(namedMaps[name], 5);
    expect(problems).toEqual([]);
    expect(segments.flatMap(({ codes }) => codes).toSorted()).toEqual(codesOf(5));
  });

  it.each([6, 7, 8, 9, 10])('puts every cell of %i bins into exactly one segment, and uses them all', (bins) => {
    const segments = namedMap(name, bins);
    expect(segments.flatMap(({ codes }) => codes).toSorted()).toEqual(codesOf(bins).toSorted());
    expect(segments.filter(({ codes }) => codes.length === 0)).toEqual([]);
  });

  it('calls the best code champions, and wants five bins', () => {
    expect(namedMap(name, 5).find(({ codes }) => codes.includes('555'))?.name).toBe('Champions');
    expect(namedMap(name, 10).find(({ codes }) => codes.includes('10-10-10'))?.name).toBe('Champions');
    expect(refusal({ bins: 4, segments: name })).toContain(`"${name}" needs 5 bins or more`);
  });
});

it('has the eleven segments of the code list, the last the lost', () => {
  const segments = namedMap('codes', 5);
  expect(segments).toHaveLength(11);
  expect(segments.at(-1)).toEqual({
    name: 'Lost',
    zh: '已流失客户',
    codes: ['111', '112', '121', '131', '141', '151'],
  });
});

describe('a map of the policy', () => {
  const part = (name: string, more: object) => ({ name, zh: `${name}客户`, ...more });
  const twoBins = (...segments: object[]) => ({ bins: 2, segments });

  it('may mix rules, codes and a rest', () => {
    const { rfm } = parsePolicy({
      rfm: twoBins(
        part('Best', { rules: [{ r: 2, fm: 2 }] }),
        part('Old', { codes: ['111'] }),
        part('Others', { rest: true }),
      ),
    });

    // (1 + 2) / 2 rounds up to 2, so that of r = 2 only 211 is left.
    expect(policySegments(rfm)).toEqual([
      { name: 'Best', zh: 'Best客户', codes: ['212', '221', '222'] },
      { name: 'Old', zh: 'Old客户', codes: ['111'] },
      { name: 'Others', zh: 'Others客户', codes: ['112', '121', '122', '211'] },
    ]);
  });

  it.each([
    ['cells that no segment holds', twoBins(part('A', { rules: [{ r: 2 }] })), 'no segment holds 111, 112, 121, 122'],
    [
      'cells that two segments hold',
      twoBins(part('A', { rules: [{ r: [1, 2] }] }), part('B', { codes: ['212', '222'] })),
      'A and B both hold 212, 222',
    ],
    [
      'a rule that no score can meet',
      twoBins(part('A', { rest: true }), part('B', { rules: [{ r: 2 }, { f: [3, 5] }] })),
      'rule 2 of B holds no cell',
    ],
    [
      'a rule that an earlier one makes needless',
      twoBins(part('A', { rules: [{ r: 2 }, { r: 2, f: 1 }] }), part('B', { rest: true })),
      'rule 2 of A holds no cell, or none that is not held already',
    ],
    ['a code that is no score', twoBins(part('A', { codes: ['333'] }), part('B', { rest: true })), 'code 333 of A'],
    ['a rest that is empty', twoBins(part('A', { rules: [{ r: [1, 2] }] }), part('B', { rest: true })), 'the rest, B'],
    ['two rests', twoBins(part('A', { rest: true }), part('B', { rest: true })), 'only one segment can be the rest'],
    [
      'two segments of one name',
      twoBins(part('A', { codes: ['111'] }), part('A', { rest: true })),
      'names must differ',
    ],
    ['the name of who has no scores', twoBins(part('No Purchase', { rest: true })), 'choose another name'],
    ['a segment of nothing', twoBins(part('A', {})), 'needs codes, rules or rest'],
    ['a rule without a range', twoBins(part('A', { rules: [{}] })), 'needs a range'],
  ])('is refused for %s, by name', (_, rfm, message) => {
    expect(refusal(rfm)).toContain(message);
  });

  it('is accepted exactly where every cell has one segment and every segment and rule a cell of its own', () => {
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
          expect(mapped.flatMap(({ codes }) => codes).toSorted()).toEqual(codesOf(3));
          expect(mapped.filter(({ codes }) => codes.length === 0)).toEqual([]);
        } else if (isPartition) {
          expect(problems.join()).toMatch(/holds no cell/);
        }
      }),
    );
  });
});
