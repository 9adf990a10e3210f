import { scaleLinear } from 'd3-scale';
import type { Report } from '../../domain/report/report.ts';
import { tierFill } from '../drawing/colours.ts';
import { barAt, layoutRows } from '../drawing/rows.ts';
import { SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

type Tier = NonNullable<Report['service']>['tiers'][number];

interface ServiceWords {
  question: string;
  description: string;
  headline(f: { budget: string; share: string; tier: string }): string;
  withoutBudget(f: { tier: string; share: string; from: string; to: string }): string;
  missing: { headline: string; reason: string };
  budget: string;
  recent: string;
  head: readonly string[];
  note(f: { from: string; to: string; hasBudget: boolean }): string;
}

const dictionary: Words<ServiceWords> = {
  en: {
    question: 'What does each tier cost, and what does it bring?',
    description: 'For each tier, a bar with its budget per year beside a bar with its spend in the recent period.',
    headline: ({ budget, share, tier }) => `Service costs ${budget} a year; ${share} of it goes to ${tier}`,
    withoutBudget: ({ tier, share, from, to }) =>
      `${tier} brought ${share} of spend from ${from} to ${to}; no service plan has a budget`,
    missing: {
      headline: 'There are no figures of cost and benefit',
      reason: 'The run has no summary of cost and benefit.',
    },
    budget: 'budget a year',
    recent: 'recent spend',
    head: [
      'customers',
      'budget a year',
      'recent spend',
      'a year before',
      'bought since the last run',
      'satisfaction',
      'expected spend',
      'expected spend ÷ budget',
    ],
    note: ({ from, to, hasBudget }) =>
      `Recent spend is from ${from} to ${to}.${hasBudget ? '' : ' Budgets are set in the service plans of the policy.'}`,
  },
  zh: {
    question: '每个等级花费多少，带来多少？',
    description: '每个等级两条并列的条形：年度预算和近期消费。',
    headline: ({ budget, share, tier }) => `服务每年花费 ${budget}，其中 ${share} 用于${tier}`,
    withoutBudget: ({ tier, share, from, to }) => `${from}至${to}，${tier}带来 ${share} 的消费；没有服务方案设置预算`,
    missing: { headline: '没有成本与收益数据', reason: '本次运行没有成本收益汇总。' },
    budget: '年度预算',
    recent: '近期消费',
    head: ['客户数', '年度预算', '近期消费', '一年前同期', '上次运行后有购买', '满意度', '预期消费', '预期消费 ÷ 预算'],
    note: ({ from, to, hasBudget }) => `近期消费：${from}至${to}。${hasBudget ? '' : '预算在策略的服务方案中设置。'}`,
  },
};

/** Cost and benefit of each tier. */
export function servicePicture({ service, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'service', question: text.question };
  const [best] = service?.tiers.toSorted((a, b) => b.spend_recent - a.spend_recent) ?? [];
  if (!service || !best) return { ...named, ...text.missing };
  const format = formats(language, currency);
  const { tiers, recent, horizon_months } = service;
  const sum = (figure: (tier: Tier) => number | null) => tiers.reduce((total, tier) => total + (figure(tier) ?? 0), 0);
  const [costliest] = tiers
    .filter(({ budget }) => (budget ?? 0) > 0)
    .toSorted((a, b) => (b.budget ?? 0) - (a.budget ?? 0));
  const spend = sum((tier) => tier.spend_recent);
  const budget = sum((tier) => tier.budget);
  const period = { from: format.day(recent.from), to: format.day(recent.to) };
  const orNone = (value: number | null, write: (value: number) => string) =>
    num(value === null ? words.none[language] : write(value));
  return {
    ...named,
    headline: costliest
      ? text.headline({
          budget: format.money(budget),
          share: format.share((costliest.budget ?? 0) / budget),
          tier: costliest.label[language],
        })
      : text.withoutBudget({
          tier: best.label[language],
          share: spend > 0 ? format.share(best.spend_recent / spend) : format.share(0),
          ...period,
        }),
    description: text.description,
    note: text.note({ ...period, hasBudget: costliest !== undefined }),
    draw: (width) => {
      const { left, height, middle, labels } = layoutRows(
        tiers.map(({ label }) => label[language]),
        width,
        [],
        26,
      );
      const figures = costliest ? (['budget', 'spend_recent'] as const) : (['spend_recent'] as const);
      const panel = (width - left) / figures.length;
      const amounts = tiers.flatMap((tier) => figures.map((figure) => format.money(tier[figure] ?? 0)));
      const length = Math.max(20, panel - Math.max(...amounts.map((each) => textWidth(each, SMALL))) - 14);
      const largest = Math.max(1e-9, ...tiers.flatMap((tier) => figures.map((figure) => tier[figure] ?? 0)));
      const scale = scaleLinear([0, largest], [0, length]);
      return {
        height,
        marks: [
          ...labels,
          ...figures.flatMap((figure, column) => {
            const x = left + column * panel;
            return [
              textAt(x, 13, figure === 'budget' ? text.budget : text.recent, {
                fill: 'var(--quiet)',
                width: panel - 8,
              }),
              ...tiers.flatMap((tier, rank) => {
                const end = scale(Math.max(0, tier[figure] ?? 0));
                return [
                  barAt(
                    x,
                    middle(rank),
                    end,
                    figure === 'budget' ? 'var(--same-strong)' : tierFill(rank, tiers.length),
                  ),
                  textAt(
                    x + end + 5,
                    middle(rank) + 4,
                    tier[figure] === null ? words.none[language] : format.money(tier[figure]),
                  ),
                ];
              }),
            ];
          }),
        ],
      };
    },
    table: {
      head: [words.tier[language], ...text.head],
      rows: tiers.map((tier) => [
        tier.label[language],
        num(format.count(tier.customers)),
        orNone(tier.budget, format.amount),
        num(format.amount(tier.spend_recent)),
        orNone(tier.spend_year_ago, format.amount),
        orNone(tier.bought_since, format.share),
        orNone(tier.satisfaction, format.number),
        num(format.amount(tier.clv)),
        orNone(tier.budget ? tier.clv / ((tier.budget * horizon_months) / 12) : null, format.number),
      ]),
    },
  };
}
