import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chineseClasses, highLowCode } from '../../../../shared/domain/rfm/chinese-classes.ts';
import { nineGridCell, nineGridCells } from '../../../../shared/domain/rfm/nine-grid.ts';
import { cutPointsByScore, type RfmModel, rfmScores } from '../../../../shared/domain/rfm/rfm-model.ts';
import { allCells, binNumber, rfmCode } from '../../../../shared/domain/rfm/scores.ts';

const model: RfmModel = {
  bins: 3,
  cut_points: { recency_days: [30, 90], orders: [1, 4], monetary_total: [100, 100] },
  nested_cut_points: null,
  segments: [],
  class_lines: { recency_days: 60, orders: 2, monetary_total: 150 },
  nine_grid: { recency_days: [30, 90], monetary_total: [100, 500] },
};

it('scores a value on a cut point like those below it, and leaves bins between equal cut points empty', () => {
  expect([1, 1.5, 4, 5].map((orders) => binNumber(orders, [1, 4]))).toEqual([1, 2, 2, 3]);
  expect([99, 100, 101].map((spend) => binNumber(spend, [100, 100]))).toEqual([1, 1, 3]);
});

it('gives recent customers a high R score', () => {
  expect(rfmScores({ recency_days: 30, orders: 5, monetary_total: 100.5 }, model)).toEqual({ r: 3, f: 3, m: 3 });
  expect(rfmScores({ recency_days: 91, orders: 1, monetary_total: 20 }, model)).toEqual({ r: 1, f: 1, m: 1 });
});

it('selects nested cut points by the preceding scores', () => {
  const nested = {
    ...model,
    nested_cut_points: {
      orders: [
        [1, 2],
        [10, 20],
        [100, 200],
      ],
      monetary_total: Array.from({ length: 3 }, (_, r) => Array.from({ length: 3 }, (_, f) => [r * 10 + f, 1000])),
    },
  };
  // Recency 60 gives r = 2; 15 orders then give f = 2; the lower cut point of spend there is 1 · 10 + 1.
  expect(rfmScores({ recency_days: 60, orders: 15, monetary_total: 11 }, nested)).toEqual({ r: 2, f: 2, m: 1 });
  expect(rfmScores({ recency_days: 60, orders: 15, monetary_total: 11.5 }, nested)).toEqual({ r: 2, f: 2, m: 2 });
  expect(cutPointsByScore(model).monetary_total[2]?.[2]).toEqual([100, 100]);
});

it('writes codes without separators up to 9 bins, and with hyphens from 10', () => {
  expect(rfmCode({ r: 5, f: 4, m: 3 }, 5)).toBe('543');
  expect(rfmCode({ r: 10, f: 1, m: 1 }, 10)).toBe('10-1-1');
  for (const bins of [2, 5, 9, 10]) {
    const codes = allCells(bins).map((cell) => rfmCode(cell, bins));
    expect(new Set(codes).size).toBe(bins ** 3);
  }
});

it('scores equal values equally and higher values never lower, whatever the cut points', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(cuts, fc.integer({ min: -10, max: 110 }), fc.integer({ min: -10, max: 110 }), (list, one, other) => {
      const ascending = list.toSorted((a, b) => a - b);
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(binNumber(low, ascending)).toBeLessThanOrEqual(binNumber(high, ascending));
      expect(binNumber(high, ascending)).toBeLessThanOrEqual(ascending.length + 1);
    }),
  );
});

it('assigns every buyer one of the eight Chinese classes; a value on the line is low', () => {
  expect(highLowCode({ recency_days: 59, orders: 3, monetary_total: 151 }, model.class_lines)).toBe('HHH');
  expect(highLowCode(model.class_lines, model.class_lines)).toBe('LLL');
  const halves = ['H', 'L'];
  const codes = halves.flatMap((r) => halves.flatMap((f) => halves.map((m) => r + f + m)));
  expect(Object.keys(chineseClasses).toSorted()).toEqual(codes.toSorted());
  expect(new Set(Object.values(chineseClasses)).size).toBe(8);
});

it('assigns every buyer one of nine cells, Core for recent buyers with high spend', () => {
  expect(nineGridCell({ recency_days: 1, monetary_total: 501 }, model.nine_grid).name).toBe('Core');
  expect(nineGridCell({ recency_days: 31, monetary_total: 500 }, model.nine_grid).name).toBe('Steady');
  expect(nineGridCell({ recency_days: 91, monetary_total: 100 }, model.nine_grid)).toEqual({
    name: 'Let Go',
    zh: '放弃客户',
  });
  expect(new Set(nineGridCells().map(({ name }) => name)).size).toBe(9);
  expect(new Set(nineGridCells().map(({ zh }) => zh)).size).toBe(9);
  expect(new Set(nineGridCells().map(({ recency, value }) => `${recency} ${value}`)).size).toBe(9);
});
