import { styleText } from 'node:util';
import type { WhatIfAnswer, WhatIfOutcome } from '../../shared/domain/run/what-if.ts';
import { countText, moneyText, type Rows, section, shareText, tableText } from './format.ts';
import { changeText, projectedDemotionsText } from './movement-report.ts';

type Tiers = WhatIfAnswer['tiers'];
const moments = ['now', 'at_once', 'in_the_end'] as const;
const MOMENT_HEADS = ['now', 'next run', 'after grace'];

/**
 * Report of a what-if: policy changes, size, spend and cost of the tiers, movers and projected demotions.
 * @param out folder that the list of movers was copied to
 */
export function whatIfText({ run_id, as_of, error, message, answer }: WhatIfOutcome, out: string | undefined): string {
  if (!answer)
    return `${styleText('red', `The what-if failed: ${error}`)}\n  ${(message ?? '').replaceAll('\n', '\n  ')}`;
  const { policy_changes, not_evaluated, tiers, segments, movers, foretold } = answer;
  const hasBudget = tiers.some((tier) => moments.some((moment) => tier[moment].budget !== null));
  return [
    section(`What-if on run ${run_id}`, `  as of ${as_of}; nothing is published`),
    section('Policy changes', policy_changes.map(changeText).join('\n') || '  none'),
    ...(not_evaluated.length > 0 ? [section('Not evaluated', notEvaluatedText(not_evaluated))] : []),
    section('Customers', tableText(customerRows(tiers), 'llrrrrrr')),
    section('Spend', tableText(amountRows(tiers, 'monetary_total'), 'llrrr')),
    section('Lifetime value', tableText(amountRows(tiers, 'clv'), 'llrrr')),
    ...(hasBudget ? [section('Annual cost', tableText(amountRows(tiers, 'budget'), 'llrrr'))] : []),
    ...(segments ? [section('Segments', tableText(segmentRows(segments), 'llrr'))] : []),
    section('Movers', moversText(movers, out)),
    ...(foretold.length > 0 ? [section('Projected demotions', projectedDemotionsText(foretold))] : []),
  ].join('\n\n');
}

const notEvaluatedText = (sections: WhatIfAnswer['not_evaluated']) =>
  sections.map(({ section, reason }) => `  ${section}: ${reason}`).join('\n');

function customerRows(tiers: Tiers): Rows {
  const all = tiers.reduce((sum, { now }) => sum + now.customers, 0);
  const cells = (tier: Tiers[number]) =>
    moments.flatMap((moment) => [countText(tier[moment].customers), shareText(tier[moment].customers, all)]);
  return [
    ['', '', ...MOMENT_HEADS.flatMap((moment) => [moment, ''])],
    ...tiers.map((tier) => [tier.tier, tier.label_zh, ...cells(tier)]),
  ];
}

function amountRows(tiers: Tiers, amount: 'monetary_total' | 'clv' | 'budget'): Rows {
  const text = (value: number | null) => (value === null ? '–' : moneyText(value));
  const sum = (moment: (typeof moments)[number]) =>
    tiers.reduce<number | null>((total, tier) => add(total, tier[moment][amount]), null);
  return [
    ['', '', ...MOMENT_HEADS],
    ...tiers.map((tier) => [tier.tier, tier.label_zh, ...moments.map((moment) => text(tier[moment][amount]))]),
    ['all', '', ...moments.map((moment) => text(sum(moment)))],
  ];
}

const add = (one: number | null, other: number | null) => (other === null ? one : (one ?? 0) + other);

const segmentRows = (segments: NonNullable<WhatIfAnswer['segments']>): Rows => [
  ['', '', 'now', 'next run'],
  ...segments.map(({ segment, segment_zh, now, at_once }) => [segment, segment_zh, countText(now), countText(at_once)]),
];

function moversText({ customers, ways }: WhatIfAnswer['movers'], out: string | undefined): string {
  if (customers === 0) return '  No customer changes tier in the next run';
  const rows = ways.map(({ from, to, cause, customers }) => [`${from} → ${to}`, countText(customers), cause ?? '']);
  const file = out === undefined ? '--out DIR copies the full list' : `listed in ${out}/movers.csv`;
  return `${tableText(rows, 'lrl')}\n  ${countText(customers)} change tier in the next run; ${file}`;
}
