import { styleText } from 'node:util';
import type { Examined } from '../../functions/stages/clean/examine.ts';
import type { ColumnQuestion } from '../../shared/errors.ts';
import { countText, numberText, shareText, tableText } from './format.ts';
import { remarkLines } from './remarks.ts';

/** The findings about a file, or the reason why it cannot be processed. */
export type Inspection =
  | {
      file: string;
      findings: Examined['findings'];
      /** The first clean rows, values as text. */
      first_rows: Record<string, string | null>[];
      error?: undefined;
    }
  | { file: string; error: string; message: string; question?: ColumnQuestion };

type Findings = Examined['findings'];

/**
 * Format, columns, first parsed rows and problems of a file.
 * @param reasonText lays out the reason why it cannot be processed
 */
export function inspectionText(inspection: Inspection, reasonText: (message: string) => string): string {
  const title = styleText('bold', inspection.file);
  if (inspection.error !== undefined) {
    return `${title}\n  ${styleText('red', inspection.error)}: ${reasonText(inspection.message)}`;
  }
  const { findings, first_rows } = inspection;
  return [
    `${title}\n${factsText(findings)}`,
    part('Columns', tableText(columnRows(findings), 'lllr')),
    part(`First rows as ${findings.dataset}`, first_rows.length > 0 ? rowsText(first_rows) : '  none'),
    part(
      'Problems',
      problemLines(findings)
        .map((line) => `  ${line}`)
        .join('\n') || '  none',
    ),
  ].join('\n\n');
}

const part = (title: string, text: string) => `  ${title}\n${text.replaceAll(/^/gm, '  ')}`;

const delimiters: Record<string, string> = { ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'pipe' };

function factsText(findings: Findings): string {
  const { format, packing, encoding, sheet, delimiter, dataset, system, amounts, currency } = findings;
  const facts = [
    ['dataset', [dataset, system && `(${system})`].filter(Boolean).join(' ')],
    ['format', [format === 'delimited' ? 'delimited text' : format, ...packing.map((name) => `in ${name}`)].join(' ')],
    ['encoding', encoding],
    ['delimiter', format === 'delimited' ? (delimiters[delimiter] ?? delimiter) : undefined],
    ['sheet', sheet],
    ['dates', datesText(findings)],
    ['amounts', amounts && amountsText(amounts)],
    ['currency', currency],
    ['rows', `${countText(findings.rows)}, of which ${countText(findings.kept)} kept`],
  ];
  return tableText(
    facts.flatMap(([name, value]) => (value ? [[name ?? '', value]] : [])),
    'll',
  );
}

function amountsText({ rows, from, returnsBy, refundOf, unread }: NonNullable<Findings['amounts']>): string {
  const kind = returnsBy ? `refunds, as their ${returnsBy.replace('refund ', '')} shows` : rows;
  const less = refundOf ? `, less what was refunded of the ${refundOf}` : '';
  const left = unread ? `; not read: ${unread.join(', ')}` : '';
  return `rows are ${kind}; sum of ${from.replaceAll('_', ' ')}${less}${left}`;
}

function datesText({ date_formats, day_order, day_order_is_guessed }: Findings): string | undefined {
  if (date_formats.length === 0) return undefined;
  const order = day_order && `${day_order}${day_order_is_guessed ? ', assumed: the values fit both orders' : ''}`;
  return [date_formats.join(', '), order && `(${order})`].filter(Boolean).join(' ');
}

function columnRows({ matches, dropped_columns, identifiers, attributes }: Findings): string[][] {
  const identifying = new Set(identifiers.map(({ header }) => header));
  return [
    ...matches.map(({ field, header, by, score }) => [field, header, `by ${by}`, score.toFixed(2)]),
    ...attributes.map((header) => ['attribute', header, '', '']),
    ...dropped_columns.map((header) => [
      'not read',
      header,
      identifying.has(header) ? 'personal identifier' : 'within an object',
      '',
    ]),
  ];
}

function rowsText(rows: Record<string, string | null>[]): string {
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.some((row) => row[name] !== null));
  return tableText(
    [names, ...rows.map((row) => names.map((name) => truncate(row[name] ?? '')))],
    'l'.repeat(names.length),
  );
}

const MAX_WIDTH = 28;
const truncate = (text: string) => (text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text);

function problemLines(findings: Findings): string[] {
  const { rows, reasons, duplicates, filtered, quality, skipped_lines, other_sheets } = findings;
  const of = (count: number) => `${countText(count)} (${shareText(count, rows)})`;
  return [
    ...Object.entries(reasons).map(([reason, count]) => `${reason.replaceAll('_', ' ')}: ${of(count)}, quarantined`),
    ...(duplicates > 0 ? [`duplicate rows: ${of(duplicates)}, dropped`] : []),
    ...(filtered > 0
      ? [`orders that are not sales: ${of(filtered)}, sum ${numberText(quality.filtered_total ?? 0)}, filtered`]
      : []),
    ...remarkLines(findings),
    ...(quality.future > 0 ? [`dates in the future: ${of(quality.future)}`] : []),
    ...(quality.differ_in_case
      ? [`customer ids that differ from another only in capitals: ${countText(quality.differ_in_case)}, kept apart`]
      : []),
    ...(quality.inconsistent > 0 ? [`amount is not quantity × unit price: ${of(quality.inconsistent)}`] : []),
    ...(skipped_lines > 0 ? [`${skipped_lines} lines above the table, skipped`] : []),
    ...(other_sheets && other_sheets.length > 0 ? [`sheets not read: ${other_sheets.join(', ')}`] : []),
  ];
}
