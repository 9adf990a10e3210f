import { isList } from '../../shared/domain/intake/datasets/datasets.ts';
import type { Drop } from '../../shared/domain/quality/drops.ts';
import { countText, numberText, type Rows, shareText, tableText } from './format.ts';
import type { Figures, RunQuality, UploadQuality } from './quality.ts';
import { remarkLines } from './remarks.ts';

/** Row counts of each upload, what was inferred from the content of its columns, and what to check in it. */
export function uploadsText(uploads: readonly UploadQuality[]): string {
  const head = ['', 'dataset', 'rows', 'kept', 'duplicate', 'filtered', 'quarantined', ''];
  const table = tableText([head, ...uploads.map(uploadRow)], 'llrrrrrl');
  const remarks = uploads.flatMap((upload) => remarkLines(upload).map((line) => `  ${upload.file}: ${line}`));
  return [table, ...uploads.flatMap(inferredText), ...remarks].join('\n');
}

function inferredText({ file, matches }: UploadQuality): string[] {
  const inferred = (matches ?? [])
    .filter(({ by }) => by === 'content')
    .map(({ field, header }) => `"${header}" as ${field}`);
  return inferred.length === 0 ? [] : [`  ${file}: read ${inferred.join(', ')}, inferred from names and values`];
}

function uploadRow(upload: UploadQuality): string[] {
  const { file, dataset, rows, kept, duplicates, filtered, quarantined } = upload;
  return [file, dataset ?? '?', ...[rows, kept, duplicates, filtered, quarantined].map(countText), uploadNote(upload)];
}

function uploadNote(upload: UploadQuality): string {
  const { status, same_as, reasons, money, completed_lines, amounts } = upload;
  if (status === 'rejected') return 'rejected';
  if (status === 'repeated') return `identical to ${same_as}`;
  return [
    ...Object.entries(reasons).map(([reason, count]) => `${reason} ${countText(count)}`),
    ...(amounts?.returnsBy ? [`refunds, as its ${amounts.returnsBy} shows`] : []),
    ...(completed_lines ? [`${countText(completed_lines)} lines belong to the order above them`] : []),
    ...(money?.duplicates ? [`duplicates worth ${numberText(money.duplicates)}`] : []),
    ...(money?.discounts ? [`discounts of ${numberText(money.discounts)}`] : []),
    ...(money?.refunded ? [`refunded ${numberText(money.refunded)}`] : []),
  ].join(', ');
}

/** Quality figures of the uploads, drop sizes compared with the usual ones, and the number of new customers. */
export function qualityText({ uploads, drops, customers }: RunQuality): string {
  const rows = uploads.flatMap(({ file, quality }) => (quality ? [figuresRow(file, quality)] : []));
  const head = ['', 'least complete', 'least valid', 'consistent', 'future', 'outliers', 'days', 'currencies'];
  return [
    ...(rows.length > 0 ? [tableText([head, ...rows] satisfies Rows, 'lllrrrll')] : []),
    ...drops.map((drop) => `  ${dropText(drop)}`),
    ...(customers ? [`  ${countText(customers.new)} new customers, ${countText(customers.known)} known`] : []),
  ].join('\n');
}

function figuresRow(file: string, { columns, consistency, timeliness, outliers, currencies }: Figures): string[] {
  const { first_on, last_on, future } = timeliness;
  const least = (dimension: 'completeness' | 'validity') => {
    const [lowest] = columns.toSorted((a, b) => (a[dimension] ?? 1) - (b[dimension] ?? 1));
    const value = lowest?.[dimension] ?? 1;
    return value === 1 ? '100 %' : `${shareText(value, 1)} ${lowest?.column}`;
  };
  return [
    file,
    least('completeness'),
    least('validity'),
    consistency?.share ? shareText(consistency.share, 1) : '–',
    countText(future),
    countText((outliers.amount?.outliers ?? 0) + (outliers.quantity?.outliers ?? 0)),
    first_on === null ? '–' : `${first_on} to ${last_on}`,
    Object.keys(currencies).join(', '),
  ];
}

function dropText({ dataset, kept, rate, usual, change, is_correction }: Drop): string {
  if (is_correction) return `${dataset}: ${countText(kept)} rows that correct earlier ones`;
  const amount = `${numberText(rate)} rows${isList(dataset) ? '' : ' a day'}`;
  if (usual === null || change === null) return `${dataset}: ${amount}, the first drop`;
  return `${dataset}: ${amount}, ${numberText(change)} times the usual ${numberText(usual)}`;
}
