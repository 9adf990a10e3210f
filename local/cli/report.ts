import { styleText } from 'node:util';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import type { Finding } from '../../shared/domain/quality/gate.ts';
import { inputErrorNames } from '../../shared/errors.ts';
import { parseRunSummary, type RunSummary } from '../../shared/run/summary.ts';
import { countText, moneyText, type Rows, section, shareText, tableText } from './format.ts';
import { driftText, lifetimeValueText } from './lifetime-value-report.ts';
import { movementSections } from './movement-report.ts';
import type { Outcome } from './outcome.ts';
import type { RunQuality } from './quality.ts';
import { qualityText, uploadsText } from './quality-report.ts';
import { costBenefitText, upliftText } from './service-report.ts';

/** Report of a successful run: uploads, and customers by tier, segment and cluster. */
export function summaryText({ run, quality }: Outcome): string {
  const summary = parseRunSummary(run);
  const { tiers, segments, classes, clusters, lifetime_value, model, movement, policy_changes } = summary;
  const stages = classes.filter(({ classification }) => classification === 'lifecycle');
  const customers = tiers.reduce((sum, tier) => sum + tier.customers, 0);
  return [
    section(`Run ${run.run_id}`, `  as of ${run.as_of}, ${countText(customers)} customers`),
    ...qualitySections(quality),
    ...(quality.gate?.verdict === 'accepted' ? [section('Accepted', findingsText(quality.gate.findings))] : []),
    section('Tiers', tableText(tierRows(tiers), 'llrrrrr')),
    ...movementSections(movement, policy_changes, tiers),
    ...serviceSections(summary),
    ...(lifetime_value ? [section('Lifetime value', lifetimeValueText(lifetime_value))] : []),
    ...(model?.drift ? [section('Frozen model', driftText(model.drift))] : []),
    section('Segments', tableText(segmentRows(segments), 'llrrrr')),
    ...(stages.length > 0 ? [section('Lifecycle', tableText(classRows(stages), 'llrrrr'))] : []),
    section(clusterTitle(clusters), tableText(clusterRows(clusters), 'rllrr')),
  ].join('\n\n');
}

/** Report of a failed run: the state, the reason and what to do. */
export function failureText({ failed_state, error, message }: Run): string {
  const isInput = inputErrorNames.some((name) => name === error);
  const advice = isInput
    ? 'Fix the problem and run the command again.'
    : 'Run the command again to retry; --verbose shows the logs of the functions.';
  return [
    styleText('red', `The run failed in ${failed_state ?? 'the workflow'}: ${error}`),
    `  ${(message ?? '').replaceAll('\n', '\n  ')}`,
    `${advice} Until then, readers see the previous run.`,
  ].join('\n');
}

/** Report of a held run: quality, gate findings and the command that releases it. */
export function heldText({ quality }: Outcome, release: string): string {
  const findings = quality.gate?.findings ?? [];
  return [
    ...qualitySections(quality),
    section(styleText('red', 'The run is held'), findingsText(findings)),
    `Readers see the previous run, and the files stay in the inbox. To process them anyway:\n  ${release}`,
  ].join('\n\n');
}

function qualitySections(quality: RunQuality): string[] {
  if (quality.uploads.length === 0) return [];
  const figures = qualityText(quality);
  return [section('Uploads', uploadsText(quality.uploads)), ...(figures ? [section('Quality', figures)] : [])];
}

const findingsText = (findings: readonly Finding[]) => findings.map(({ message }) => `  - ${message}`).join('\n');

function serviceSections({ cost_benefit, uplift }: RunSummary): string[] {
  const effect = uplift && upliftText(uplift);
  return [
    ...(cost_benefit ? [section('Cost and benefit', costBenefitText(cost_benefit))] : []),
    ...(effect ? [section(`Uplift since ${uplift.since} (${uplift.experiment}, 95 % intervals)`, effect)] : []),
  ];
}

const GROUP_HEAD = ['customers', '', 'revenue', ''];

function tierRows(tiers: RunSummary['tiers']): Rows {
  const rows = groupRows(tiers, ({ tier, label_zh }) => [tier, label_zh]);
  return [
    ['', '', ...GROUP_HEAD, 'lifetime value'],
    ...rows.map((row, at) => [...row, moneyText(tiers[at]?.clv ?? 0)]),
  ];
}

function segmentRows(segments: RunSummary['segments']): Rows {
  return [['', '', ...GROUP_HEAD], ...groupRows(segments, ({ segment, segment_zh }) => [segment, segment_zh])];
}

function classRows(classes: RunSummary['classes']): Rows {
  return [['', '', ...GROUP_HEAD], ...groupRows(classes, ({ name, zh }) => [name, zh])];
}

function groupRows<Group extends { customers: number; monetary_total: number }>(
  groups: readonly Group[],
  names: (group: Group) => string[],
): string[][] {
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const revenue = groups.reduce((sum, group) => sum + group.monetary_total, 0);
  return groups.map((group) => [
    ...names(group),
    countText(group.customers),
    shareText(group.customers, customers),
    moneyText(group.monetary_total),
    shareText(group.monetary_total, revenue),
  ]);
}

function clusterTitle({ algorithm, k, silhouette }: RunSummary['clusters']): string {
  const fit = silhouette === null ? '' : `, mean silhouette ${silhouette.toFixed(2)}`;
  return `Clusters (${algorithm}, k = ${k}${fit})`;
}

function clusterRows({ labels, sizes, names }: RunSummary['clusters']): Rows {
  const customers = sizes.reduce((sum, size) => sum + size, 0);
  const rows = sizes.map((size, at) => [
    String(labels?.[at] ?? at),
    names[at]?.en ?? '',
    names[at]?.zh ?? '',
    countText(size),
    shareText(size, customers),
  ]);
  return [['', '', '', 'customers', ''], ...rows];
}
