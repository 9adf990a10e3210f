import { styleText } from 'node:util';
import type { Run } from '../shared/adapters/run-table.ts';
import { inputErrorNames } from '../shared/errors.ts';
import { type RunSummary, summaryOf } from '../shared/run-summary.ts';
import { countText, moneyText, type Rows, shareText, tableText } from './format.ts';
import type { Outcome } from './outcome.ts';
import type { UploadQuality } from './quality.ts';

/** Tells a run that succeeded: what was taken in, and the customers by tier, segment and cluster. */
export function summaryText({ run, uploads }: Outcome): string {
  const { tiers, segments, clusters } = summaryOf(run);
  const customers = tiers.reduce((sum, tier) => sum + tier.customers, 0);
  return [
    section(`Run ${run.run_id}`, `  as of ${run.as_of}, ${countText(customers)} customers`),
    ...(uploads.length > 0 ? [section('Uploads', uploadsText(uploads))] : []),
    section('Tiers', tableText(tierRows(tiers), 'llrrrr')),
    section('Segments', tableText(segmentRows(segments), 'llrrrr')),
    section(clusterTitle(clusters), tableText(clusterRows(clusters), 'rllrr')),
  ].join('\n\n');
}

/** Tells a run that failed: which state, why, and what to do. */
export function failureText({ failed_state, error, message }: Run): string {
  const isInput = inputErrorNames.some((name) => name === error);
  const advice = isInput
    ? 'Mend what the message names and start again.'
    : 'Start again to try again; --verbose shows what the functions log.';
  return [
    styleText('red', `The run failed in ${failed_state ?? 'the workflow'}: ${error}`),
    `  ${(message ?? '').replaceAll('\n', '\n  ')}`,
    `${advice} Until then readers see the run before.`,
  ].join('\n');
}

const section = (title: string, text: string) => `${styleText('bold', title)}\n${text}`;

function uploadsText(uploads: readonly UploadQuality[]): string {
  const head = ['', 'dataset', 'rows', 'kept', 'duplicate', 'filtered', 'quarantined', ''];
  const table = tableText([head, ...uploads.map(uploadRow)], 'llrrrrrl');
  const rejected = uploads
    .filter(({ status }) => status === 'rejected')
    .map(
      ({ file, error, message }) => `  ${file} was rejected: ${error}: ${(message ?? '').replaceAll('\n', '\n    ')}`,
    );
  return [table, ...rejected].join('\n');
}

function uploadRow({ file, dataset, status, reasons, ...counts }: UploadQuality): string[] {
  const { rows, kept, duplicates, filtered, quarantined } = counts;
  const why = Object.entries(reasons).map(([reason, count]) => `${reason} ${countText(count)}`);
  const numbers = [rows, kept, duplicates, filtered, quarantined].map(countText);
  return [file, dataset ?? '?', ...numbers, status === 'rejected' ? 'rejected' : why.join(', ')];
}

const GROUP_HEAD = ['customers', '', 'revenue', ''];

function tierRows(tiers: RunSummary['tiers']): Rows {
  return [['', '', ...GROUP_HEAD], ...groupRows(tiers, ({ tier, label_zh }) => [tier, label_zh])];
}

function segmentRows(segments: RunSummary['segments']): Rows {
  return [['', '', ...GROUP_HEAD], ...groupRows(segments, ({ segment, segment_zh }) => [segment, segment_zh])];
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
