import { scaleLinear } from 'd3-scale';
import { html } from 'htm/preact';
import type { Report } from '../../domain/report/report.ts';
import { layoutRows, lineAt } from '../drawing/rows.ts';
import { textAt } from '../drawing/text.ts';
import { formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

type Tier = NonNullable<Report['uplift']>['tiers'][number];

interface UpliftWords {
  question: string;
  description: string;
  works(tiers: string): string;
  harms(tiers: string): string;
  unclear: string;
  missing: { headline: string; reason(found: string | null): string };
  cannotTell: string;
  head: readonly string[];
  note(f: { experiment: string; since: string }): string;
}

const dictionary: Words<UpliftWords> = {
  en: {
    question: 'Does the service of a tier make customers spend more?',
    description:
      'For each tier, the difference in spend per customer between those with the service and the control group, as a point on its 95 % interval. An interval that crosses the zero line leaves open whether there is an effect.',
    works: (tiers) => `The service makes customers spend more in ${tiers}`,
    harms: (tiers) => `Customers with the service spend less in ${tiers}`,
    unclear: 'One cannot tell yet whether the service makes customers spend more',
    missing: {
      headline: 'The effect of the service is not measured',
      reason: (found) =>
        `Nothing can be compared${found ? `: ${found}` : ''}. The policy sets a control group under “holdOut”.`,
    },
    cannotTell: 'cannot tell',
    head: [
      'with service',
      'control',
      'difference in spend',
      'from',
      'to',
      'difference in buyers, points',
      'from',
      'to',
    ],
    note: ({ experiment, since }) =>
      `Experiment “${experiment}”, purchases since ${since}. Difference per customer, with service minus control.`,
  },
  zh: {
    question: '等级服务是否让客户消费更多？',
    description:
      '每个等级：享受服务的客户与对照组的人均消费之差，点在其 95% 区间上。区间跨过零线表示无法判断是否有效果。',
    works: (tiers) => `服务使${tiers}客户消费更多`,
    harms: (tiers) => `${tiers}中享受服务的客户消费更少`,
    unclear: '尚无法判断服务是否让客户消费更多',
    missing: { headline: '没有衡量服务的效果', reason: () => '无法比较。对照组在策略的“holdOut”中设置。' },
    cannotTell: '无法判断',
    head: ['享受服务', '对照组', '消费之差', '下限', '上限', '购买率之差（百分点）', '下限', '上限'],
    note: ({ experiment, since }) => `实验“${experiment}”，${since} 以来的购买。人均差额为享受服务减对照组。`,
  },
};

/** The uplift of the service by tier, with its interval and the zero line. */
export function upliftPicture({ uplift, no_uplift, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'uplift', question: text.question };
  const format = formats(language, currency);
  const measured = uplift?.tiers.filter(({ spend }) => spend !== null) ?? [];
  if (!uplift || measured.length === 0) {
    return {
      ...named,
      headline: text.missing.headline,
      reason: text.missing.reason(no_uplift ?? uplift?.tiers[0]?.reason ?? null),
    };
  }
  const namesOf = (some: readonly Tier[]) => format.list(some.map(({ label }) => label[language]));
  const [works, harms] = [
    measured.filter(({ spend }) => (spend?.low ?? 0) > 0),
    measured.filter(({ spend }) => (spend?.high ?? 0) < 0),
  ];
  const { tiers } = uplift;
  const ends = (interval: Tier['spend'], write: (value: number) => string) =>
    interval
      ? [interval.difference, interval.low, interval.high].map((value) => num(write(value)))
      : [num(text.cannotTell), num(''), num('')];
  return {
    ...named,
    headline:
      works.length > 0 ? text.works(namesOf(works)) : harms.length > 0 ? text.harms(namesOf(harms)) : text.unclear,
    description: text.description,
    note: text.note({ experiment: uplift.experiment, since: format.day(uplift.since) }),
    draw: (width) => {
      const texts = tiers.map(({ spend }) =>
        spend && (spend.low > 0 || spend.high < 0) ? format.signedMoney(spend.difference) : text.cannotTell,
      );
      const { left, right, height, middle, labels } = layoutRows(
        tiers.map(({ label }) => label[language]),
        width,
        texts,
      );
      const all = [0, ...measured.flatMap(({ spend }) => (spend ? [spend.low, spend.high] : []))];
      const x = scaleLinear([Math.min(...all), Math.max(...all)], [left + 8, right - 8]);
      return {
        height: height + 18,
        marks: [
          lineAt(x(0), 0, x(0), height, 'var(--ink)', 1.5),
          textAt(x(0), height + 13, '0', { anchor: 'middle', fill: 'var(--quiet)' }),
          ...labels,
          ...tiers.map(({ spend }, index) => {
            const y = middle(index);
            const colour =
              spend && spend.low > 0 ? 'var(--up)' : spend && spend.high < 0 ? 'var(--down)' : 'var(--same-strong)';
            return html`<g>
              ${spend && lineAt(x(spend.low), y, x(spend.high), y, colour, 3)}
              ${spend && html`<circle cx=${x(spend.difference).toFixed(1)} cy=${y} r="6" fill=${colour} />`}
              ${textAt(right + 6, y + 4, texts[index] ?? '')}
            </g>`;
          }),
        ],
      };
    },
    table: {
      head: [words.tier[language], ...text.head],
      rows: tiers.map(({ label, treated, control, spend, bought }) => [
        label[language],
        num(treated.customers > 0 ? format.count(treated.customers) : '<5'),
        num(control.customers > 0 ? format.count(control.customers) : '<5'),
        ...ends(spend, format.signedMoney),
        ...ends(bought, format.points),
      ]),
    },
  };
}
