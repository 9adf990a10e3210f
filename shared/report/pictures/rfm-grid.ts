import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Report } from '../../domain/report/report.ts';
import { groupColour, onShade, shadeFill } from '../drawing/colours.ts';
import { BASE, SMALL, textAt } from '../drawing/text.ts';
import { textWidth } from '../drawing/text-width.ts';
import { type Formats, formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { words } from '../words.ts';

type Rfm = NonNullable<Report['rfm']>;
type GridCell = Rfm['cells'][number];

interface GridWords {
  question: string;
  description: string;
  headline(f: { segment: string; customers: string; spend: string }): string;
  missing: { headline: string; reason: string };
  recency: string;
  frequency: string;
  note: string;
}

const dictionary: Words<GridWords> = {
  en: {
    question: 'How recently and how often do customers buy, and where is the spend?',
    description:
      'A grid of recency scores, most recent on top, by order scores, most orders on the right. A darker cell has more customers, the amount in it is their spend, and its coloured outline is the segment of most of them.',
    headline: ({ segment, customers, spend }) =>
      `${segment} is the segment with most spend: ${spend} from ${customers} of buyers`,
    missing: { headline: 'Too few buyers for a grid of scores', reason: 'At least 5 buyers are needed.' },
    recency: 'recency score (top: most recent)',
    frequency: 'order score (right: most orders)',
    note: 'Amounts are spend; below them, customers. Outlines are segments. A dot marks a cell of fewer than 5 customers.',
  },
  zh: {
    question: '客户多久前购买、购买多频繁，消费在哪里？',
    description:
      '纵轴为最近购买评分（上方最近），横轴为订单评分（右侧最多）。颜色越深客户越多，格中金额为消费，彩色边框为其多数客户所属的客群。',
    headline: ({ segment, customers, spend }) => `“${segment}”的消费最多：占购买客户的 ${customers}，占消费的 ${spend}`,
    missing: { headline: '购买客户太少，无法绘制评分网格', reason: '至少需要 5 名购买客户。' },
    recency: '最近购买评分（上方最近）',
    frequency: '订单评分（右侧最多）',
    note: '上行为消费金额，下行为客户数；边框为客群；圆点表示不足 5 人的格子。',
  },
};

/** The grid of R and F scores: lightness is customers, the number is spend, outlines are segments. */
export function rfmPicture({ rfm, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'rfm', question: text.question };
  const format = formats(language, currency);
  const [top] = rfm?.segments.toSorted((a, b) => b.monetary_total - a.monetary_total) ?? [];
  if (!rfm || !top) return { ...named, ...text.missing };
  const spend = rfm.segments.reduce((sum, { monetary_total }) => sum + monetary_total, 0);
  return {
    ...named,
    headline: text.headline({
      segment: top.label[language],
      customers: format.share(top.customers / rfm.buyers),
      spend: spend > 0 ? format.share(top.monetary_total / spend) : format.money(0),
    }),
    description: text.description,
    note: text.note,
    draw: (width) => drawGrid(rfm, text, format, language, width),
    table: {
      head: ['R', 'F', words.segment[language], words.customers[language], words.spend[language]],
      rows: [
        ...rfm.cells.map(({ r, f, segment, customers, monetary_total }) => [
          num(String(r)),
          num(String(f)),
          rfm.segments.find((each) => each.segment === segment)?.label[language] ?? segment,
          num(format.count(customers)),
          num(format.amount(monetary_total)),
        ]),
        ...(rfm.merged ? [['', '', words.together[language], num(format.count(rfm.merged.customers)), '']] : []),
      ],
    },
  };
}

const AXIS = 22;

function drawGrid({ bins, cells, segments }: Rfm, text: GridWords, format: Formats, language: Language, width: number) {
  const side = (width - AXIS) / bins;
  const rowHeight = Math.min(side, Math.max(44, 300 / bins));
  const most = Math.max(...cells.map(({ customers }) => customers));
  const largest = segments.toSorted((a, b) => b.customers - a.customers).map(({ segment }) => segment);
  const find = (r: number, f: number) => cells.find((cell) => cell.r === r && cell.f === f);
  const xOf = (f: number) => AXIS + (f - 1) * side;
  const yOf = (r: number) => (bins - r) * rowHeight;
  const scores = Array.from({ length: bins }, (_, index) => index + 1);
  const marks: VNode[] = scores.flatMap((r) =>
    scores.map((f) => {
      const cell = find(r, f);
      const middle = xOf(f) + side / 2;
      if (!cell)
        return html`<circle cx=${middle.toFixed(1)} cy=${(yOf(r) + rowHeight / 2).toFixed(1)} r="1.5" fill="var(--line)" />`;
      const share = cell.customers / most;
      const fill = onShade(share);
      const isTall = rowHeight >= 40;
      const amount = format.money(cell.monetary_total);
      const fits = textWidth(amount, SMALL) <= side - 6;
      return html`<g>
        <rect x=${xOf(f).toFixed(1)} y=${yOf(r).toFixed(1)} width=${side.toFixed(1)} height=${rowHeight.toFixed(1)} fill=${shadeFill(share)} />
        ${fits && textAt(middle, yOf(r) + rowHeight / 2 + (isTall ? 6 : 4), amount, { anchor: 'middle', fill })}
        ${fits && isTall && textAt(middle, yOf(r) + rowHeight / 2 + 20, format.short(cell.customers), { anchor: 'middle', size: 10.5, fill })}
      </g>`;
    }),
  );
  const bottom = bins * rowHeight;
  const outlines = largest.flatMap((segment, index) => outline(segment, groupColour(index)));
  /** The outline of all cells of a segment, drawn inside their edges. */
  function outline(segment: string, colour: string): VNode[] {
    const own = (r: number, f: number) => find(r, f)?.segment === segment;
    const i = 1.5;
    const path = cells
      .filter((cell) => cell.segment === segment)
      .map(({ r, f }) => {
        const [x0, x1, y0, y1] = [xOf(f), xOf(f) + side, yOf(r), yOf(r) + rowHeight];
        const [above, below, before, after] = [own(r + 1, f), own(r - 1, f), own(r, f - 1), own(r, f + 1)];
        const [left, right] = [before ? x0 : x0 + i, after ? x1 : x1 - i];
        const [topEdge, bottomEdge] = [above ? y0 : y0 + i, below ? y1 : y1 - i];
        const line = (xa: number, ya: number, xb: number, yb: number) =>
          `M${xa.toFixed(1)} ${ya.toFixed(1)}L${xb.toFixed(1)} ${yb.toFixed(1)}`;
        return [
          above ? '' : line(left, y0 + i, right, y0 + i),
          below ? '' : line(left, y1 - i, right, y1 - i),
          before ? '' : line(x0 + i, topEdge, x0 + i, bottomEdge),
          after ? '' : line(x1 - i, topEdge, x1 - i, bottomEdge),
        ].join('');
      })
      .join('');
    return path === ''
      ? []
      : [html`<path d=${path} fill="none" stroke=${colour} stroke-width="3" stroke-linecap="square" />`];
  }
  const names = regionNames(cells, largest).map(({ cell, segment, index, span }) => {
    const label = segments.find((each) => each.segment === segment)?.label[language] ?? segment;
    const [x, y] = [xOf(cell.f) + 4, yOf(cell.r) + 4];
    const available = span * side - 8;
    const size = 10.5;
    const shownWidth = Math.min(textWidth(label, size) + 6, available);
    return html`<g>
      <rect x=${x.toFixed(1)} y=${y.toFixed(1)} width=${shownWidth.toFixed(1)} height="14" fill=${groupColour(index)} />
      ${textAt(x + 3, y + 10.8, label, { size, fill: index > 6 ? 'var(--paper)' : index === 0 || index === 5 ? '#fff' : '#000', width: available - 6 })}
    </g>`;
  });
  const axes = [
    ...scores.map((score) =>
      textAt(AXIS - 7, yOf(score) + rowHeight / 2 + 4, String(score), { anchor: 'end', fill: 'var(--quiet)' }),
    ),
    ...scores.map((score) =>
      textAt(xOf(score) + side / 2, bottom + 15, String(score), { anchor: 'middle', fill: 'var(--quiet)' }),
    ),
    textAt(AXIS, bottom + 34, `↑ ${text.recency}`, { fill: 'var(--quiet)', width: width - AXIS }),
    textAt(AXIS, bottom + 51, `→ ${text.frequency}`, { fill: 'var(--quiet)', width: width - AXIS }),
  ];
  return { height: bottom + 51 + BASE / 2, marks: [...marks, ...outlines, ...names, ...axes] };
}

/** The top left cell of each connected region of a segment, and how many cells of its row belong to it. */
function regionNames(cells: readonly GridCell[], largest: readonly string[]) {
  return largest.flatMap((segment, index) => {
    const own = cells.filter((cell) => cell.segment === segment);
    const open = new Set(own);
    const regions: { cell: GridCell; segment: string; index: number; span: number }[] = [];
    for (const start of own.toSorted((a, b) => b.r - a.r || a.f - b.f)) {
      if (!open.has(start)) continue;
      const region = [start];
      open.delete(start);
      for (const { r, f } of region) {
        for (const next of open) {
          if (Math.abs(next.r - r) + Math.abs(next.f - f) !== 1) continue;
          open.delete(next);
          region.push(next);
        }
      }
      let span = 1;
      while (region.some(({ r, f }) => r === start.r && f === start.f + span)) span++;
      regions.push({ cell: start, segment, index, span });
    }
    return regions;
  });
}
