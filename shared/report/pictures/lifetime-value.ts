import { scaleLinear } from 'd3-scale';
import { html } from 'htm/preact';
import type { Report } from '../../domain/report/report.ts';
import { tierFill } from '../drawing/colours.ts';
import { layoutRows, lineAt } from '../drawing/rows.ts';
import { textAt } from '../drawing/text.ts';
import { formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

interface ValueWords {
  question: string;
  description: string;
  headline(f: { tier: string; mean: string; months: string; times: string | null }): string;
  missing: { headline: string; reason: string };
  head: [mean: string, low: string, high: string];
  note(method: string): string;
}

const dictionary: Words<ValueWords> = {
  en: {
    question: 'How much is a customer of each tier expected to spend?',
    description:
      'For each tier, a point at the mean expected spend of a customer, on a line that is its 95 % interval.',
    headline: ({ tier, mean, months, times }) =>
      `Customers in ${tier} are expected to spend ${mean} each in ${months} months${times ? `, ${times} times the average` : ''}`,
    missing: {
      headline: 'There is no estimate of lifetime value',
      reason: 'The model of this run estimates no lifetime value.',
    },
    head: ['mean lifetime value', 'from', 'to'],
    note: (method) =>
      `Expected spend, discounted, by ${method}. Lines are 95 % intervals of the mean: how sure the model is, not how customers differ.`,
  },
  zh: {
    question: '预计每个等级的客户会消费多少？',
    description: '每个等级一个点，为单个客户预期消费的平均值，其横线为 95% 区间。',
    headline: ({ tier, mean, months, times }) =>
      `${tier}客户预计在 ${months} 个月内人均消费 ${mean}${times ? `，是平均水平的 ${times} 倍` : ''}`,
    missing: { headline: '没有客户终身价值的估计', reason: '本次运行的模型未估计客户终身价值。' },
    head: ['平均终身价值', '下限', '上限'],
    note: (method) => `折现后的预期消费，方法：${method}。横线为均值的 95% 区间：表示模型的把握，而非客户之间的差异。`,
  },
};

/** Mean lifetime value by tier with its interval. */
export function lifetimeValuePicture(
  { lifetime_value, tiers: all, currency }: Report,
  language: Language,
): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'lifetime-value', question: text.question };
  const [best] = lifetime_value?.tiers.toSorted((a, b) => b.mean - a.mean) ?? [];
  if (!lifetime_value || !best) return { ...named, ...text.missing };
  const { tiers, horizon_months, method } = lifetime_value;
  const format = formats(language, currency);
  const customers = tiers.reduce((sum, tier) => sum + tier.customers, 0);
  const average = tiers.reduce((sum, tier) => sum + tier.mean * tier.customers, 0) / customers;
  return {
    ...named,
    headline: text.headline({
      tier: best.label[language],
      mean: format.money(best.mean),
      months: format.count(horizon_months),
      times: tiers.length > 1 && average > 0 ? format.factor(best.mean / average) : null,
    }),
    description: text.description,
    note: text.note(method),
    draw: (width) => {
      const texts = tiers.map(({ mean, low, high }) =>
        width < 480 ? format.money(mean) : `${format.money(mean)} (${format.money(low)} – ${format.money(high)})`,
      );
      const { left, right, height, middle, labels } = layoutRows(
        tiers.map(({ label }) => label[language]),
        width,
        texts,
      );
      const scale = scaleLinear(
        [0, Math.max(1e-9, ...tiers.map(({ high }) => high))],
        [left, Math.max(left + 20, right - 6)],
      );
      return {
        height,
        marks: [
          lineAt(left, 0, left, height),
          ...labels,
          ...tiers.map(({ key, mean, low, high }, index) => {
            const y = middle(index);
            const rank = all.findIndex((tier) => tier.key === key);
            return html`<g>
              ${lineAt(left, y, scale(mean), y, 'var(--line)')}
              <path d=${whisker(scale(low), scale(high), y)} stroke="var(--ink)" stroke-width="2" />
              <circle cx=${scale(mean).toFixed(1)} cy=${y} r="6" fill=${tierFill(rank, all.length)} stroke="var(--ink)" />
              ${textAt(width, y + 4, texts[index] ?? '', { anchor: 'end', width: width * 0.4 })}
            </g>`;
          }),
        ],
      };
    },
    table: {
      head: [words.tier[language], words.customers[language], ...text.head],
      rows: tiers.map((tier) => [
        tier.label[language],
        num(format.count(tier.customers)),
        ...[tier.mean, tier.low, tier.high].map((value) => num(format.amount(value))),
      ]),
    },
  };
}

/** A line with a short stroke at each end. */
const whisker = (low: number, high: number, y: number) =>
  `M${low.toFixed(1)} ${y}H${high.toFixed(1)}M${low.toFixed(1)} ${y - 4}v8M${high.toFixed(1)} ${y - 4}v8`;
