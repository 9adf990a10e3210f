import { scaleLinear } from 'd3-scale';
import type { Report } from '../../domain/report/report.ts';
import { barAt, layoutRows } from '../drawing/rows.ts';
import { textAt } from '../drawing/text.ts';
import { formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

interface OutlookWords {
  question: string;
  description: string;
  headline(f: { customers: string; day: string; total: string; isOnly: boolean }): string;
  missing: { headline: string; reason: string };
  review: string;
  later(count: string): string;
}

const dictionary: Words<OutlookWords> = {
  en: {
    question: 'Who is about to lose a tier, and when?',
    description:
      'For each review and each way from one tier to another, a bar with the customers who move if nothing changes.',
    headline: ({ customers, day, total, isOnly }) =>
      isOnly
        ? `If nothing changes, ${customers} customers lose their tier on ${day}`
        : `If nothing changes, ${customers} customers lose their tier on ${day}, and ${total} by the last review shown`,
    missing: {
      headline: 'Nobody is about to lose a tier',
      reason: 'If nothing changes, no group of 5 or more customers is demoted at the next reviews.',
    },
    review: 'review',
    later: (count) => `${count} more ways are in the table`,
  },
  zh: {
    question: '谁即将降级，什么时候？',
    description: '按每次审核和每种降级路径，条形表示在情况不变时将变动的客户数。',
    headline: ({ customers, day, total, isOnly }) =>
      isOnly
        ? `若情况不变，${customers} 名客户将于 ${day} 降级`
        : `若情况不变，${customers} 名客户将于 ${day} 降级，到所示最后一次审核共 ${total} 名`,
    missing: { headline: '没有客户即将降级', reason: '若情况不变，接下来的审核中没有 5 名以上客户的降级组合。' },
    review: '审核日期',
    later: (count) => `另有 ${count} 条路径见数据表`,
  },
};

const DRAWN = 14;

/** Demotions by review if nothing changes. */
export function outlookPicture({ outlook, tiers, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'outlook', question: text.question };
  const [first] = outlook?.demotions ?? [];
  if (!outlook || !first) return { ...named, ...text.missing };
  const format = formats(language, currency);
  const { demotions, merged } = outlook;
  const labelOf = (key: string) => tiers.find((tier) => tier.key === key)?.label[language] ?? key;
  const sum = (some: typeof demotions) => some.reduce((total, { customers }) => total + customers, 0);
  const drawn = demotions.slice(0, DRAWN);
  const nextReview = demotions.filter(({ on }) => on === first.on);
  return {
    ...named,
    headline: text.headline({
      customers: format.count(sum(nextReview)),
      day: format.day(first.on),
      total: format.count(sum(demotions)),
      isOnly: nextReview.length === demotions.length,
    }),
    description: text.description,
    note: demotions.length > DRAWN ? text.later(format.count(demotions.length - DRAWN)) : undefined,
    draw: (width) => {
      const counts = drawn.map(({ customers }) => format.count(customers));
      const names = drawn.map(({ on, from, to }) => `${format.day(on)} · ${labelOf(from)} → ${labelOf(to)}`);
      const { left, right, height, middle, labels } = layoutRows(names, width, counts, 0, 0.52);
      const scale = scaleLinear([0, Math.max(...drawn.map(({ customers }) => customers))], [0, right - left]);
      return {
        height,
        marks: [
          ...labels,
          ...drawn.flatMap(({ customers }, index) => [
            barAt(left, middle(index), scale(customers), 'var(--down)'),
            textAt(left + scale(customers) + 6, middle(index) + 4, counts[index] ?? ''),
          ]),
        ],
      };
    },
    table: {
      head: [text.review, words.from[language], words.to[language], words.customers[language]],
      rows: [
        ...demotions.map(({ on, from, to, customers }) => [
          format.day(on),
          labelOf(from),
          labelOf(to),
          num(format.count(customers)),
        ]),
        ...(merged ? [[words.together[language], '', '', num(format.count(merged.customers))]] : []),
      ],
    },
  };
}
