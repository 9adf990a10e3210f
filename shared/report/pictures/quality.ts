import { scaleLinear } from 'd3-scale';
import { html } from 'htm/preact';
import type { Report } from '../../domain/report/report.ts';
import { barAt, layoutRows } from '../drawing/rows.ts';
import { SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { type Formats, formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';

type Upload = Report['quality']['uploads'][number];
type Outcome = 'kept' | 'filtered' | 'duplicates' | 'quarantined';

interface QualityWords {
  question: string;
  description: string;
  headline(f: { kept: string; rows: string; quarantined: string }): string;
  rejected(count: string): string;
  missing: { headline: string; reason: string };
  outcomes: Record<Outcome, string>;
  columns: string;
  rejectedFile: string;
  complete: string;
  valid: string;
  head: readonly string[];
  reason: string;
  further(count: string): string;
}

const dictionary: Words<QualityWords> = {
  en: {
    question: 'How much of the data could be used, and what was wrong with the rest?',
    description:
      'For each file, the shares of its rows that were kept, filtered, duplicate and quarantined. Below, the columns with the most missing or invalid values.',
    headline: ({ kept, rows, quarantined }) => `${kept} of ${rows} rows were kept; ${quarantined} went to quarantine`,
    rejected: (count) => `; ${count === '1' ? 'one file was' : `${count} files were`} rejected`,
    missing: { headline: 'This run took in no files', reason: 'It segments the rows of earlier runs.' },
    outcomes: { kept: 'kept', filtered: 'no sale', duplicates: 'duplicate', quarantined: 'quarantined' },
    columns: 'columns with missing or invalid values: share of rows with a valid value',
    rejectedFile: 'rejected',
    complete: 'complete',
    valid: 'valid',
    head: ['file', 'column', 'rows', 'kept', 'no sale', 'duplicate', 'quarantined', 'complete', 'valid'],
    reason: 'quarantined because',
    further: (count) => `${count} more files`,
  },
  zh: {
    question: '有多少数据可用，其余的有什么问题？',
    description: '每个文件中保留、过滤、重复和隔离的行所占的比例。下方为缺失值或无效值最多的列。',
    headline: ({ kept, rows, quarantined }) => `${rows} 行中保留了 ${kept}，隔离了 ${quarantined} 行`,
    rejected: (count) => `，${count} 个文件被拒`,
    missing: { headline: '本次运行没有新文件', reason: '本次运行使用之前各次运行的数据。' },
    outcomes: { kept: '保留', filtered: '非销售', duplicates: '重复', quarantined: '隔离' },
    columns: '有缺失或无效值的列：有效值所占行数比例',
    rejectedFile: '被拒',
    complete: '完整率',
    valid: '有效率',
    head: ['文件', '列', '行数', '保留', '非销售', '重复', '隔离', '完整率', '有效率'],
    reason: '隔离原因',
    further: (count) => `另有 ${count} 个文件`,
  },
};

const fills: Record<Outcome, string> = {
  kept: 'var(--same-strong)',
  filtered: 'var(--same)',
  duplicates: 'var(--up)',
  quarantined: 'var(--down)',
};
const outcomes = Object.keys(fills) as Outcome[];

const DRAWN_FILES = 8;
const DRAWN_COLUMNS = 8;
/** What rounds to 100 % is not drawn. */
const NEARLY_ALL = 0.9995;

/** Quality by file and column, and quarantine by reason. */
export function qualityPicture({ quality, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'quality', question: text.question };
  const { totals, uploads, further_uploads, reasons } = quality;
  if (uploads.length === 0) return { ...named, ...text.missing };
  const format = formats(language, currency);
  const { rows = 0, kept = 0, quarantined = 0, rejected = 0 } = totals;
  const incomplete = uploads
    .flatMap(({ file, columns }) =>
      columns.map((column) => ({ file, ...column, used: (column.completeness ?? 1) * (column.validity ?? 1) })),
    )
    .filter(({ used }) => used < NEARLY_ALL)
    .toSorted((a, b) => a.used - b.used)
    .slice(0, DRAWN_COLUMNS);
  return {
    ...named,
    headline:
      text.headline({
        kept: rows > 0 ? format.share(kept / rows) : format.count(0),
        rows: format.short(rows),
        quarantined: format.count(quarantined),
      }) + (rejected > 0 ? text.rejected(format.count(rejected)) : ''),
    description: text.description,
    draw: (width) => drawQuality(uploads.slice(0, DRAWN_FILES), incomplete, text, format, width),
    table: {
      head: text.head,
      rows: [
        ...uploads.flatMap((upload) => [
          [upload.file, upload.message ?? '', ...outcomesOf(upload, format), '', ''],
          ...upload.columns.map(({ column, header, completeness, validity }) => [
            '',
            column === header ? column : `${header} (${column})`,
            ...['', '', '', '', ''],
            ...[completeness, validity].map((share) => num(share === null ? '–' : format.share(share))),
          ]),
        ]),
        ...Object.entries(reasons).map(([reason, count]) => [
          text.reason,
          reason,
          '',
          '',
          '',
          '',
          num(format.count(count)),
          '',
          '',
        ]),
        ...(further_uploads > 0 ? [[text.further(format.count(further_uploads)), '', '', '', '', '', '', '', '']] : []),
      ],
    },
  };
}

const outcomesOf = ({ rows, kept, filtered, duplicates, quarantined }: Upload, format: Formats) =>
  [rows, kept, filtered, duplicates, quarantined].map((count) => num(format.count(count)));

interface IncompleteColumn {
  file: string;
  header: string;
  used: number;
}

function drawQuality(
  uploads: readonly Upload[],
  columns: readonly IncompleteColumn[],
  text: QualityWords,
  format: Formats,
  width: number,
) {
  const legend = drawLegend(text, width);
  const texts = uploads.map(({ status, rows, kept }) =>
    status === 'cleaned' && rows > 0 ? `${format.short(rows)} · ${format.share(kept / rows)}` : text.rejectedFile,
  );
  const files = layoutRows(
    uploads.map(({ file }) => file),
    width,
    texts,
    legend.height,
  );
  const bars = uploads.flatMap((upload, index) => {
    let x = files.left;
    const scale = scaleLinear([0, Math.max(1, upload.rows)], [0, files.right - files.left]);
    return [
      ...outcomes.flatMap((outcome) => {
        const length = scale(upload[outcome]);
        if (length <= 0) return [];
        const mark = barAt(x, files.middle(index), length, fills[outcome]);
        x += length;
        return [mark];
      }),
      textAt(files.right + 8, files.middle(index) + 4, texts[index] ?? '', { width: width - files.right - 8 }),
    ];
  });
  if (columns.length === 0) return { height: files.height, marks: [...legend.marks, ...files.labels, ...bars] };
  const top = files.height + 34;
  const shares = columns.map(({ used }) => format.share(used));
  const rows = layoutRows(
    columns.map(({ header, file }) => `${header} · ${file}`),
    width,
    shares,
    top,
  );
  const scale = scaleLinear([0, 1], [0, rows.right - rows.left]);
  return {
    height: rows.height,
    marks: [
      ...legend.marks,
      ...files.labels,
      ...bars,
      textAt(0, top - 10, text.columns, { fill: 'var(--quiet)', width }),
      ...rows.labels,
      ...columns.flatMap(({ used }, index) => [
        barAt(rows.left, rows.middle(index), scale(1), 'var(--line)', 10),
        barAt(rows.left, rows.middle(index), scale(used), 'var(--same-strong)', 10),
        textAt(rows.right + 8, rows.middle(index) + 4, shares[index] ?? ''),
      ]),
    ],
  };
}

/** What the colours of the bars mean, in as many lines as needed. */
function drawLegend({ outcomes: names }: QualityWords, width: number) {
  let [x, y] = [0, 12];
  const marks = outcomes.map((outcome) => {
    const needed = textWidth(names[outcome], SMALL) + 32;
    if (x > 0 && x + needed > width) [x, y] = [0, y + 20];
    const mark = html`<g>${barAt(x, y - 4, 12, fills[outcome], 12)}${textAt(x + 17, y, names[outcome])}</g>`;
    x += needed;
    return mark;
  });
  return { height: y + 10, marks };
}
