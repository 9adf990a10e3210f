import { scaleLinear } from 'd3-scale';
import type { Report } from '../../domain/report/report.ts';
import { tierFill } from '../drawing/colours.ts';
import { barAt, layoutRows } from '../drawing/rows.ts';
import { SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { formats, type Language, type Words } from '../language.ts';
import { num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

interface TierWords {
  question: string;
  description: string;
  headline(f: { tier: string; customers: string; spend: string }): string;
  equal: string;
}

const dictionary: Words<TierWords> = {
  en: {
    question: 'How large is each tier, and how much of the spend is in it?',
    description: 'For each tier, a bar with its share of all customers beside a bar with its share of all spend.',
    headline: ({ tier, customers, spend }) => `${tier}: ${customers} of customers, ${spend} of spend`,
    equal: 'Nobody has spent anything in the window',
  },
  zh: {
    question: '每个等级有多大，占多少消费？',
    description: '每个等级两条并列的条形：客户占比和消费占比。',
    headline: ({ tier, customers, spend }) => `${tier}：占客户的 ${customers}，占消费的 ${spend}`,
    equal: '统计窗口内没有消费',
  },
};

/** Share of customers beside share of spend, tier by tier. */
export function tiersPicture({ tiers, currency }: Report, language: Language): Picture {
  const text = dictionary[language];
  const format = formats(language, currency);
  const leading = tiers.filter(({ customers }) => customers > 0).toSorted((a, b) => lead(b) - lead(a))[0];
  const names = tiers.map(({ label }) => label[language]);
  return {
    id: 'tiers',
    headline:
      leading && leading.spend_share > 0
        ? text.headline({
            tier: leading.label[language],
            customers: format.share(leading.customer_share),
            spend: format.share(leading.spend_share),
          })
        : text.equal,
    question: text.question,
    description: text.description,
    draw: (width) => {
      const customers = tiers.map((tier) => `${format.share(tier.customer_share)} · ${format.short(tier.customers)}`);
      const spend = tiers.map((tier) => `${format.share(tier.spend_share)} · ${format.money(tier.monetary_total)}`);
      const { left, height, middle, labels } = layoutRows(names, width, [], 26);
      const room = (texts: string[]) => Math.max(...texts.map((each) => textWidth(each, SMALL))) + 12;
      const panel = (width - left) / 2;
      const length = Math.max(20, panel - Math.max(room(customers), room(spend)));
      const largest = Math.max(0.01, ...tiers.flatMap((tier) => [tier.customer_share, tier.spend_share]));
      const scale = scaleLinear([0, largest], [0, length]);
      return {
        height,
        marks: [
          ...labels,
          textAt(left, 13, words.shareOfCustomers[language], { fill: 'var(--quiet)', width: panel - 8 }),
          textAt(left + panel, 13, words.shareOfSpend[language], { fill: 'var(--quiet)', width: panel }),
          ...tiers.flatMap((tier, rank) => {
            const [one, other] = [scale(tier.customer_share), scale(Math.max(0, tier.spend_share))];
            const fill = tierFill(rank, tiers.length);
            return [
              barAt(left, middle(rank), one, fill),
              textAt(left + one + 5, middle(rank) + 4, customers[rank] ?? ''),
              barAt(left + panel, middle(rank), other, fill),
              textAt(left + panel + other + 5, middle(rank) + 4, spend[rank] ?? '', { width: panel - other - 5 }),
            ];
          }),
        ],
      };
    },
    table: {
      head: [words.tier, words.customers, words.shareOfCustomers, words.spend, words.shareOfSpend].map(
        (each) => each[language],
      ),
      rows: tiers.map((tier) => [
        tier.label[language],
        num(format.count(tier.customers)),
        num(format.share(tier.customer_share)),
        num(format.amount(tier.monetary_total)),
        num(format.share(tier.spend_share)),
      ]),
    },
  };
}

/** How many times its share of customers a tier's share of spend is. */
const lead = ({ customer_share, spend_share }: Report['tiers'][number]) => spend_share / customer_share;
