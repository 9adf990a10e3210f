import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Report } from '../../domain/report/report.ts';
import { tierFill } from '../drawing/colours.ts';
import { lineAt } from '../drawing/rows.ts';
import { SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { type Formats, formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

type Concentration = NonNullable<Report['concentration']>;

interface ConcentrationWords {
  question: string;
  description: string;
  headline(f: { top: string; spend: string }): string;
  missing: { headline: string; reason: string };
  group(from: string, to: string): string;
  equal: string;
  groups: string;
  cumulated: string;
  note(gini: string): string;
}

const dictionary: Words<ConcentrationWords> = {
  en: {
    question: 'How much of the spend do the best customers bring?',
    description:
      'The Lorenz curve: customers from the highest spend to the lowest, and the share of all spend that they bring together. A point on it marks where each tier ends. Below, the share of spend of each group of equally many customers.',
    headline: ({ top, spend }) => `The best ${top} of customers bring ${spend} of spend`,
    missing: { headline: 'Nobody has spent anything yet', reason: 'There is no spend in the window of the policy.' },
    group: (from, to) => `${from} to ${to}`,
    equal: 'if all spent the same',
    groups: 'share of spend by tenth, best first',
    cumulated: 'together with those before',
    note: (gini) =>
      `Gini coefficient ${gini}: 0 if all customers spent the same, 1 if one spent everything. Tiers are by their members, who are ranked by more than spend.`,
  },
  zh: {
    question: '最好的客户带来多少消费？',
    description:
      '洛伦兹曲线：客户按消费从高到低排列，纵轴为其累计消费占比；曲线上的点为各等级的界限。下方为人数相同的各组客户的消费占比。',
    headline: ({ top, spend }) => `最好的 ${top} 客户带来 ${spend} 的消费`,
    missing: { headline: '还没有消费', reason: '策略的统计窗口内没有消费。' },
    group: (from, to) => `${from} 至 ${to}`,
    equal: '若人人消费相同',
    groups: '各组客户的消费占比（从高到低）',
    cumulated: '与之前各组累计',
    note: (gini) =>
      `基尼系数 ${gini}：0 表示人人消费相同，1 表示全部消费来自一人。等级点按其成员计算，而等级不只看消费。`,
  },
};

/** The Lorenz curve with the tiers' lines, and groups of equally many customers. */
export function concentrationPicture(
  { concentration, tiers, currency }: Report,
  language: Language,
): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'concentration', question: text.question };
  const [first] = concentration?.groups ?? [];
  if (!concentration || !first) return { ...named, ...text.missing };
  const format = formats(language, currency);
  let cumulated = 0;
  return {
    ...named,
    headline: text.headline({ top: format.share(first.customers), spend: format.share(first.spend) }),
    description: text.description,
    note: text.note(format.number(concentration.gini)),
    draw: (width) => drawConcentration(concentration, tiers, { text, format, language }, width),
    table: {
      head: [words.shareOfCustomers[language], words.shareOfSpend[language], text.cumulated],
      rows: concentration.groups.map(({ customers, spend }, index) => {
        cumulated += spend;
        const label = text.group(format.share(index * customers), format.share((index + 1) * customers));
        return [label, num(format.share(spend)), num(format.share(cumulated))];
      }),
    },
  };
}

interface Speech {
  text: ConcentrationWords;
  format: Formats;
  language: Language;
}

const CURVE = 230;
const BARS = 92;
const AXIS = 40;

function drawConcentration({ curve, groups }: Concentration, tiers: Report['tiers'], speech: Speech, width: number) {
  const { text, format } = speech;
  const top = Math.max(1, ...curve.map(({ spend }) => spend));
  const x = scaleLinear([0, 1], [AXIS, width - 8]);
  const y = scaleLinear([0, top], [CURVE, 10]);
  const path = line<{ customers: number; spend: number }>()
    .x((point) => x(point.customers))
    .y((point) => y(point.spend))
    .digits(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const barsTop = CURVE + 72;
  const most = Math.max(...groups.map(({ spend }) => spend));
  const bar = (width - AXIS - 8) / groups.length;
  const height = scaleLinear([0, most], [0, BARS]);
  const size = bar >= 40 ? SMALL : 9.5;
  return {
    height: barsTop + BARS + 22,
    marks: [
      ...ticks.flatMap((tick) => [
        lineAt(AXIS, y(tick), width - 8, y(tick)),
        textAt(AXIS - 6, y(tick) + 4, format.share(tick), { anchor: 'end', fill: 'var(--quiet)' }),
        textAt(x(tick), CURVE + 16, format.share(tick), {
          anchor: tick === 1 ? 'end' : 'middle',
          fill: 'var(--quiet)',
        }),
      ]),
      html`<path d=${
        path([
          { customers: 0, spend: 0 },
          { customers: 1, spend: 1 },
        ]) ?? ''
      } stroke="var(--quiet)" stroke-dasharray="3 4" fill="none" />`,
      textAt(x(0.5), y(0.4), text.equal, { fill: 'var(--quiet)', width: width * 0.44 }),
      html`<path d=${path(curve) ?? ''} fill="none" stroke="var(--ink)" stroke-width="2" />`,
      ...tierPoints(tiers, speech, x, y),
      textAt(AXIS, CURVE + 46, text.groups, { fill: 'var(--quiet)', width: width - AXIS }),
      ...groups.flatMap(({ spend }, index) => {
        const length = Math.max(0.5, height(Math.max(0, spend)));
        return [
          html`<rect x=${(AXIS + index * bar + 1).toFixed(1)} y=${(barsTop + BARS - length).toFixed(1)} width=${(bar - 2).toFixed(1)} height=${length.toFixed(1)} fill=${index === 0 ? 'var(--tier-high)' : 'var(--same-strong)'} />`,
          textAt(AXIS + (index + 0.5) * bar, barsTop + BARS - length - 4, format.share(spend), {
            anchor: 'middle',
            size,
          }),
          textAt(AXIS + (index + 0.5) * bar, barsTop + BARS + 14, String(index + 1), {
            anchor: 'middle',
            fill: 'var(--quiet)',
            size,
          }),
        ];
      }),
    ],
  };
}

/** Where each tier ends. A name that would touch the one before is left out. */
function tierPoints(
  tiers: Report['tiers'],
  { language }: Speech,
  x: (share: number) => number,
  y: (share: number) => number,
) {
  const points: VNode[] = [];
  // The words on the line of equal spend.
  const taken = [{ left: x(0.5), right: x(1), y: y(0.4) }];
  const sum = { customers: 0, spend: 0 };
  for (const [rank, { label, customer_share, spend_share, customers }] of tiers.entries()) {
    sum.customers += customer_share;
    sum.spend += spend_share;
    if (customers === 0 || rank === tiers.length - 1) continue;
    const [left, top] = [x(sum.customers), y(sum.spend)];
    points.push(lineAt(left, top, left, y(0), 'var(--line)'));
    points.push(
      html`<circle cx=${left.toFixed(1)} cy=${top.toFixed(1)} r="5" fill=${tierFill(rank, tiers.length)} stroke="var(--ink)" />`,
    );
    const name = label[language];
    const place = { left: left + 9, right: left + 9 + textWidth(name, SMALL), y: top + 15 };
    const isFree =
      taken.every((other) => place.left > other.right || Math.abs(place.y - other.y) > 14) && place.right < x(1);
    if (!isFree) continue;
    taken.push(place);
    points.push(textAt(place.left, place.y, name, { bold: true }));
  }
  return points;
}
