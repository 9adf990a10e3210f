import { scaleLinear } from 'd3-scale';
import type { Report } from '../../domain/report/report.ts';
import { barAt, layoutRows, lineAt } from '../drawing/rows.ts';
import { textAt } from '../drawing/text.ts';
import { formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';

interface DriftWords {
  question: string;
  description: string;
  headline: Record<'stable' | 'watch' | 'refit', (feature: string) => string>;
  missing: { headline: string; reason: string };
  head: [string, string];
  watch: string;
  refit: string;
  note: string;
}

const dictionary: Words<DriftWords> = {
  en: {
    question: 'Are customers still as they were when the model was fitted?',
    description: 'For each feature, a bar with its population stability index, and lines at 0.1 and 0.25.',
    headline: {
      stable: () => 'Customers are as they were when the model was fitted',
      watch: (feature) => `Customers have changed somewhat, most in ${feature}`,
      refit: (feature) => `Customers have changed, most in ${feature}: fit the model again`,
    },
    missing: {
      headline: 'The model is new: there is no drift',
      reason: 'All parts of the model were fitted to the customers of this run.',
    },
    head: ['feature', 'population stability index'],
    watch: '0.1 watch',
    refit: '0.25 fit again',
    note: 'Population stability index: below 0.1 no change to speak of, from 0.25 on a significant one.',
  },
  zh: {
    question: '客户与模型拟合时相比有变化吗？',
    description: '每个特征一条，为其群体稳定性指数，竖线位于 0.1 和 0.25。',
    headline: {
      stable: () => '客户与模型拟合时相比没有变化',
      watch: (feature) => `客户略有变化，${feature} 变化最大`,
      refit: (feature) => `客户已经变化，${feature} 变化最大：请重新拟合模型`,
    },
    missing: { headline: '模型是新的：没有漂移', reason: '模型的所有部分都按本次运行的客户拟合。' },
    head: ['特征', '群体稳定性指数'],
    watch: '0.1 观察',
    refit: '0.25 重新拟合',
    note: '群体稳定性指数：低于 0.1 可视为没有变化，0.25 及以上为显著变化。',
  },
};

const DRAWN = 14;

/** Drift of a frozen model by feature. */
export function driftPicture({ verdict: { drift }, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'drift', question: text.question };
  if (!drift) return { ...named, ...text.missing };
  const format = formats(language, currency);
  const features = Object.entries(drift.psi).toSorted(([, a], [, b]) => b - a);
  const drawn = features.slice(0, DRAWN);
  return {
    ...named,
    headline: text.headline[drift.verdict](drift.worst),
    description: text.description,
    note: text.note,
    draw: (width) => {
      const values = drawn.map(([, value]) => format.number(value));
      const { left, right, height, middle, labels } = layoutRows(
        drawn.map(([feature]) => feature),
        width,
        values,
        22,
      );
      const x = scaleLinear([0, Math.max(0.3, ...drawn.map(([, value]) => value))], [left, right]);
      return {
        height,
        marks: [
          ...labels,
          ...drawn.flatMap(([, value], index) => [
            barAt(left, middle(index), x(value) - left, value < 0.1 ? 'var(--same-strong)' : 'var(--down)', 12),
            textAt(x(value) + 6, middle(index) + 4, values[index] ?? ''),
          ]),
          lineAt(x(0.1), 18, x(0.1), height, 'var(--quiet)'),
          lineAt(x(0.25), 18, x(0.25), height, 'var(--ink)'),
          textAt(x(0.1), 12, text.watch, { anchor: 'middle', fill: 'var(--quiet)' }),
          textAt(x(0.25), 12, text.refit, { anchor: x(0.25) + 50 > width ? 'end' : 'middle' }),
        ],
      };
    },
    table: { head: text.head, rows: features.map(([feature, value]) => [feature, num(format.number(value))]) },
  };
}
