import { scaleLinear } from 'd3-scale';
import { html } from 'htm/preact';
import type { Report } from '../../domain/report/report.ts';
import { lineAt } from '../drawing/rows.ts';
import { SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';

interface BacktestWords {
  question: string;
  description: string;
  headline(f: { forecast: string; actual: string; isBetter: boolean }): string;
  missing: { headline: string; reason: string };
  series: { actual: string; forecast: string; naive: string };
  groups: string;
  head: readonly string[];
  note(cut: string): string;
}

const dictionary: Words<BacktestWords> = {
  en: {
    question: 'How good would the forecast have been?',
    description:
      'Ten groups of equally many customers, those with the highest forecast first. A column is the purchase days that came, a point the forecast, a dash the naive forecast that past rates continue.',
    headline: ({ forecast, actual, isBetter }) =>
      `Forecast ${forecast} purchase days, ${actual} came: the forecast was ${isBetter ? 'better' : 'no better'} than continuing past rates`,
    missing: {
      headline: 'The forecast could not be tested against the past',
      reason: 'There is too little history, too few customers, or the policy switches the test off.',
    },
    series: { actual: 'what came', forecast: 'forecast', naive: 'past rates continued' },
    groups: '1 is the tenth with the highest forecast',
    head: [
      'tenth',
      'customers',
      'forecast',
      'what came',
      'past rates continued',
      'forecast spend',
      'spend that came',
      'naive spend',
    ],
    note: (cut) => `The model saw purchases up to ${cut} only, and was compared with those after it.`,
  },
  zh: {
    question: '预测本来会有多准？',
    description: '人数相同的十组客户，预测最高的在前。柱为实际购买日，点为预测，短横为按过去速度的简单预测。',
    headline: ({ forecast, actual, isBetter }) =>
      `预测 ${forecast} 个购买日，实际 ${actual} 个：预测${isBetter ? '优于' : '不优于'}沿用过去的速度`,
    missing: { headline: '无法用历史检验预测', reason: '历史太短、客户太少，或策略已关闭检验。' },
    series: { actual: '实际', forecast: '预测', naive: '沿用过去速度' },
    groups: '按预测分组：1 为最高的十分之一',
    head: ['组', '客户数', '预测', '实际', '沿用过去速度', '预测消费', '实际消费', '简单预测消费'],
    note: (cut) => `模型只使用 ${cut} 及之前的购买，并与之后的购买对比。`,
  },
};

const PANEL = 190;
const AXIS = 46;

/** The backtest by decile: forecast, what came, and the naive forecast. */
export function backtestPicture({ backtest, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'backtest', question: text.question };
  if (!backtest) return { ...named, ...text.missing };
  const format = formats(language, currency);
  const { deciles, cut } = backtest;
  const sum = (figure: 'predicted_orders' | 'actual_orders' | 'naive_orders') =>
    deciles.reduce((total, decile) => total + decile[figure], 0);
  const [forecast, actual, naive] = [sum('predicted_orders'), sum('actual_orders'), sum('naive_orders')];
  return {
    ...named,
    headline: text.headline({
      forecast: format.short(forecast),
      actual: format.short(actual),
      isBetter: Math.abs(forecast - actual) < Math.abs(naive - actual),
    }),
    description: text.description,
    note: text.note(format.day(cut)),
    draw: (width) => {
      const legend = drawLegend(text, width);
      const top = legend.height + 6;
      const most = Math.max(
        1,
        ...deciles.flatMap((decile) => [decile.predicted_orders, decile.actual_orders, decile.naive_orders]),
      );
      const y = scaleLinear([0, most], [top + PANEL, top]).nice(4);
      const column = (width - AXIS) / deciles.length;
      return {
        height: top + PANEL + 40,
        marks: [
          ...legend.marks,
          ...y.ticks(4).flatMap((tick) => [
            lineAt(AXIS, y(tick), width, y(tick)),
            textAt(AXIS - 6, y(tick) + 4, format.short(tick), {
              anchor: 'end',
              fill: 'var(--quiet)',
              width: AXIS - 6,
            }),
          ]),
          ...deciles.map((decile, index) => {
            const x = AXIS + index * column;
            const [left, right, middle] = [x + column * 0.14, x + column * 0.86, x + column / 2];
            return html`<g>
              <rect x=${left.toFixed(1)} y=${y(decile.actual_orders).toFixed(1)} width=${(column * 0.72).toFixed(1)} height=${(y(0) - y(decile.actual_orders)).toFixed(1)} fill="var(--same)" />
              ${lineAt(left, y(decile.naive_orders), right, y(decile.naive_orders), 'var(--down)', 3)}
              <circle cx=${middle.toFixed(1)} cy=${y(decile.predicted_orders).toFixed(1)} r="5" fill="var(--up)" stroke="var(--paper)" />
              ${textAt(middle, y(0) + 15, String(index + 1), { anchor: 'middle', fill: 'var(--quiet)' })}
            </g>`;
          }),
          textAt(AXIS, y(0) + 34, text.groups, { fill: 'var(--quiet)', width: width - AXIS }),
        ],
      };
    },
    table: {
      head: text.head,
      rows: deciles.map((decile, index) => [
        num(String(index + 1)),
        num(format.count(Math.round(decile.customers))),
        ...[decile.predicted_orders, decile.actual_orders, decile.naive_orders].map((value) =>
          num(format.count(Math.round(value))),
        ),
        ...[decile.predicted_spend, decile.actual_spend, decile.naive_spend].map((value) => num(format.amount(value))),
      ]),
    },
  };
}

/** The three marks with their names, in as many lines as needed. */
function drawLegend({ series }: BacktestWords, width: number) {
  let [x, y] = [0, 12];
  const symbols = {
    actual: () => html`<rect x=${x} y=${y - 10} width="13" height="12" fill="var(--same)" />`,
    forecast: () => html`<circle cx=${x + 7} cy=${y - 4} r="5" fill="var(--up)" />`,
    naive: () => lineAt(x, y - 4, x + 14, y - 4, 'var(--down)', 3),
  };
  const marks = (['actual', 'forecast', 'naive'] as const).map((name) => {
    const needed = textWidth(series[name], SMALL) + 36;
    if (x > 0 && x + needed > width) [x, y] = [0, y + 20];
    const mark = html`<g>${symbols[name]()}${textAt(x + 19, y, series[name])}</g>`;
    x += needed;
    return mark;
  });
  return { height: y + 10, marks };
}
