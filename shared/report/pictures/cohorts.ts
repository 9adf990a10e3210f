import { scaleLinear } from 'd3-scale';
import { html } from 'htm/preact';
import type { Report } from '../../domain/report/report.ts';
import { lineAt } from '../drawing/rows.ts';
import { SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { type Formats, formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

type Cohort = NonNullable<Report['cohorts']>[number];

interface CohortWords {
  question: string;
  description: string;
  headline(f: { share: string; total: string }): string;
  missing: { headline: string; reason: string };
  head: [string, string, string];
  bought: string;
  size: string;
  note: string;
}

const dictionary: Words<CohortWords> = {
  en: {
    question: 'Do new customers come back?',
    description:
      'One column per month of the first purchase: above, the share of its customers who bought on another day since; below, their number.',
    headline: ({ share, total }) => `${share} of ${total} customers have bought again since their first purchase`,
    missing: {
      headline: 'There are no first purchases to follow',
      reason: 'First purchases are not known, or there are fewer than 5.',
    },
    head: ['first purchase', 'customers', 'bought again'],
    bought: 'share that bought again',
    size: 'customers by month of first purchase',
    note: 'Later cohorts have had less time to come back. The first month of the data also has customers who bought before it.',
  },
  zh: {
    question: '新客户会回来吗？',
    description: '按首次购买月份每月一列：上方为此后在其他日期再次购买的客户占比，下方为客户数。',
    headline: ({ share, total }) => `${total} 名客户中有 ${share} 在首次购买后再次购买`,
    missing: { headline: '没有可跟踪的首次购买', reason: '首次购买未知，或不足 5 人。' },
    head: ['首次购买', '客户数', '再次购买'],
    bought: '再次购买的占比',
    size: '按首次购买月份的客户数',
    note: '较晚的批次回购时间较短；数据的首月也包含此前已购买的客户。',
  },
};

/** Cohorts by month of the first purchase: how many bought again. */
export function cohortsPicture({ cohorts, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'cohorts', question: text.question };
  if (!cohorts) return { ...named, ...text.missing };
  const format = formats(language, currency);
  const sum = (figure: 'customers' | 'bought_again') => cohorts.reduce((total, cohort) => total + cohort[figure], 0);
  return {
    ...named,
    headline: text.headline({
      share: format.share(sum('bought_again') / sum('customers')),
      total: format.short(sum('customers')),
    }),
    description: text.description,
    note: text.note,
    draw: (width) => drawCohorts(cohorts, text, format, width),
    table: {
      head: [...text.head, words.shareOfCustomers[language]],
      rows: cohorts.map((cohort) => [
        monthsOf(cohort, format),
        num(format.count(cohort.customers)),
        num(format.count(cohort.bought_again)),
        num(format.share(cohort.bought_again / cohort.customers)),
      ]),
    },
  };
}

const monthsOf = ({ from, to }: Cohort, format: Formats) =>
  from === to ? format.month(from) : `${format.month(from)} – ${format.month(to)}`;

const [SHARES, SIZES, AXIS] = [150, 70, 44];

function drawCohorts(cohorts: readonly Cohort[], text: CohortWords, format: Formats, width: number) {
  const names = cohorts.map((cohort) => format.month(cohort.to));
  const widest = Math.max(...names.map((name) => textWidth(name, 11)));
  // Room for the name of the last column.
  const column = Math.min(90, (width - AXIS - widest / 2) / (cohorts.length - 0.5));
  const share = scaleLinear([0, 1], [22 + SHARES, 22]);
  const second = 22 + SHARES + 32;
  const most = Math.max(...cohorts.map(({ customers }) => customers));
  const size = scaleLinear([0, most], [0, SIZES]);
  const bottom = second + SIZES;
  const step = Math.max(1, Math.ceil((widest + 6) / column));
  return {
    height: bottom + 22,
    marks: [
      textAt(0, 12, text.bought, { fill: 'var(--quiet)', width }),
      ...[0, 0.5, 1].flatMap((tick) => [
        lineAt(AXIS, share(tick), width, share(tick)),
        textAt(AXIS - 6, share(tick) + 4, format.share(tick), { anchor: 'end', fill: 'var(--quiet)', size: 11 }),
      ]),
      textAt(0, second - 8, text.size, { fill: 'var(--quiet)', width }),
      textAt(AXIS - 6, second + 10, format.short(most), {
        anchor: 'end',
        fill: 'var(--quiet)',
        size: 11,
        width: AXIS - 6,
      }),
      ...cohorts.map((cohort, index) => {
        const x = AXIS + index * column;
        const part = cohort.bought_again / cohort.customers;
        const label = format.share(part);
        const fits = textWidth(label, SMALL) <= column - 2;
        return html`<g>
          <rect x=${(x + 1).toFixed(1)} y=${share(part).toFixed(1)} width=${Math.max(1, column - 2).toFixed(1)} height=${(share(0) - share(part)).toFixed(1)} fill="var(--up)" />
          ${fits && textAt(x + column / 2, share(part) - 4, label, { anchor: 'middle' })}
          <rect x=${(x + 1).toFixed(1)} y=${(bottom - size(cohort.customers)).toFixed(1)} width=${Math.max(1, column - 2).toFixed(1)} height=${size(cohort.customers).toFixed(1)} fill="var(--same-strong)" />
          ${(cohorts.length - 1 - index) % step === 0 && x + column / 2 >= widest / 2 && textAt(x + column / 2, bottom + 16, names[index] ?? '', { anchor: 'middle', fill: 'var(--quiet)', size: 11 })}
        </g>`;
      }),
    ],
  };
}
