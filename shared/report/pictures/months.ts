import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Report } from '../../domain/report/report.ts';
import { tierFill } from '../drawing/colours.ts';
import { lineAt } from '../drawing/rows.ts';
import { round, SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { type Formats, formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

type Months = NonNullable<Report['months']>;

interface MonthsWords {
  question: string;
  description: string;
  headline(f: { month: string; spend: string; change: string | null; before: string }): string;
  more(share: string): string;
  less(share: string): string;
  missing: { headline: string; reason: string };
  note(running: string | null, isCut: boolean): string;
}

const dictionary: Words<MonthsWords> = {
  en: {
    question: 'How do spend and orders develop, and which tiers carry them?',
    description:
      'One column per month with the purchases of each tier, the highest tier at the bottom; below, the same for orders.',
    headline: ({ month, spend, change, before }) =>
      `Customers spent ${spend} in ${month}${change ? `, ${change} than in ${before}` : ''}`,
    more: (share) => `${share} more`,
    less: (share) => `${share} less`,
    missing: {
      headline: 'There are no purchases by month',
      reason: 'The orders of this run have no purchases in the last 24 months, or customers are known by totals only.',
    },
    note: (running, isCut) =>
      `Purchases before returns, by the tier that customers have now.${running ? ` ${running} is not over.` : ''}${isCut ? ' The table has the newest months; report.json has all.' : ''}`,
  },
  zh: {
    question: '消费和订单如何变化，由哪些等级支撑？',
    description: '每月一列，为各等级的购买金额，最高等级在底部；下方为订单数。',
    headline: ({ month, spend, change, before }) => `${month}消费 ${spend}${change ? `，比${before}${change}` : ''}`,
    more: (share) => `多 ${share}`,
    less: (share) => `少 ${share}`,
    missing: { headline: '没有按月的购买数据', reason: '最近 24 个月没有购买，或客户只有汇总数字。' },
    note: (running, isCut) =>
      `退货前的购买金额，按客户现在的等级。${running ? `${running}尚未结束。` : ''}${isCut ? '数据表只列最近的月份，report.json 有全部。' : ''}`,
  },
};

/** Rows of the table. */
const MAX_ROWS = 240;

/** Purchases and orders by month and tier. */
export function monthsPicture(
  { months, tiers, as_of, currency }: Report,
  language: Language,
): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'months', question: text.question };
  if (!months) return { ...named, ...text.missing };
  const format = formats(language, currency);
  const isOver = isLastDay(as_of);
  const running = isOver ? undefined : months.find(({ month }) => month === as_of.slice(0, 7));
  const complete = months.filter((month) => month !== running);
  const [before, last] =
    complete.length > 0
      ? complete.slice(-2).length === 2
        ? complete.slice(-2)
        : [undefined, complete[0]]
      : [undefined, months[0]];
  const spendOf = (month: Months[number] | undefined) => month?.tiers.reduce((sum, { spend }) => sum + spend, 0) ?? 0;
  const change = before && spendOf(before) > 0 ? spendOf(last) / spendOf(before) - 1 : null;
  // Newest first, as far as the page has room for.
  const listed = months.toReversed().slice(0, Math.max(1, Math.floor(MAX_ROWS / tiers.length)));
  const labelOf = (key: string | null) =>
    key === null ? words.together[language] : (tiers.find((tier) => tier.key === key)?.label[language] ?? key);
  return {
    ...named,
    headline: text.headline({
      month: format.month(last?.month ?? ''),
      spend: format.money(spendOf(last)),
      change: change === null ? null : (change >= 0 ? text.more : text.less)(format.share(Math.abs(change))),
      before: format.month(before?.month ?? ''),
    }),
    description: text.description,
    note: text.note(running ? format.month(running.month) : null, listed.length < months.length),
    draw: (width) => drawMonths(months, tiers, format, language, width),
    table: {
      head: [words.month, words.tier, words.customers, words.orders, words.spend].map((each) => each[language]),
      rows: listed.flatMap(({ month, tiers: cells }) =>
        cells.map(({ key, customers, orders, spend }) => [
          format.month(month),
          labelOf(key),
          num(format.count(customers)),
          num(format.count(orders)),
          num(format.amount(spend)),
        ]),
      ),
    },
  };
}

const isLastDay = (day: string) => new Date(Date.parse(day) + 86_400_000).getUTCDate() === 1;

const PANEL = 170;
const TOP = 24;
const AXIS = 52;

function drawMonths(months: Months, tiers: Report['tiers'], format: Formats, language: Language, width: number) {
  const keys = [...tiers.map(({ key }) => key as string | null), null];
  const room = Math.min(width * 0.26, Math.max(...tiers.map(({ label }) => textWidth(label[language], SMALL))) + 12);
  const column = (width - AXIS - room) / months.length;
  const panel = (figure: 'spend' | 'orders', top: number, title: string) => {
    const value = (month: Months[number], index: number) =>
      Math.max(0, month.tiers.find(({ key }) => key === keys[index])?.[figure] ?? 0);
    const series = stack<Months[number], number>()
      .keys(keys.map((_, index) => index))
      .value(value)([...months]);
    const highest = Math.max(1, ...series.flatMap((layer) => layer.map(([, end]) => end)));
    const y = scaleLinear([0, highest], [top + PANEL, top + TOP]).nice(3);
    const ticks = y.ticks(3).map((tick) => [
      lineAt(AXIS, y(tick), width - room, y(tick)),
      textAt(AXIS - 6, y(tick) + 4, figure === 'spend' ? format.money(tick) : format.short(tick), {
        anchor: 'end',
        fill: 'var(--quiet)',
        width: AXIS - 6,
        size: 11,
      }),
    ]);
    // One path for all months of a tier keeps the page small.
    const bars = series.map((layer, rank) => {
      const path = layer.map(([start, end], index) =>
        end > start ? `M${round(AXIS + (index + 0.5) * column)} ${round(y(start))}V${round(y(end))}` : '',
      );
      const colour = rank < tiers.length ? tierFill(rank, tiers.length) : 'var(--same)';
      return html`<path d=${path.join('')} stroke=${colour} stroke-width=${round(Math.max(1, column - 2))} />`;
    });
    return [textAt(0, top + 12, title, { fill: 'var(--quiet)' }), ...ticks.flat(), ...bars, ...namesBeside(series, y)];
  };
  /** Names of the tiers beside the last column, where they do not touch. */
  function namesBeside(series: readonly ArrayLike<ArrayLike<number>>[], y: (value: number) => number) {
    const marks: VNode[] = [];
    let free = Infinity;
    for (const [rank, layer] of series.entries()) {
      const [start = 0, end = 0] = Array.from(layer[layer.length - 1] ?? []);
      const middle = (y(start) + y(end)) / 2 + 4;
      const label = tiers[rank]?.label[language];
      if (!label || end <= start || middle > free - 13) continue;
      marks.push(textAt(width - room + 6, middle, label, { width: room - 6 }));
      free = middle;
    }
    return marks;
  }
  const second = PANEL + 22;
  const bottom = second + PANEL;
  const widest = Math.max(...months.map(({ month }) => textWidth(format.month(month), 11)));
  const step = Math.max(1, Math.ceil((widest + 6) / column));
  const dates = months.flatMap(({ month }, index) =>
    (months.length - 1 - index) % step === 0 && AXIS + (index + 0.5) * column >= widest / 2
      ? [
          textAt(AXIS + (index + 0.5) * column, bottom + 16, format.month(month), {
            anchor: 'middle',
            fill: 'var(--quiet)',
            size: 11,
          }),
        ]
      : [],
  );
  return {
    height: bottom + 22,
    marks: [...panel('spend', 0, words.spend[language]), ...panel('orders', second, words.orders[language]), ...dates],
  };
}
