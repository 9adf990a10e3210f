import { scaleLinear, scaleSqrt } from 'd3-scale';
import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import { html } from 'htm/preact';
import type { Report } from '../../domain/report/report.ts';
import { groupColour } from '../drawing/colours.ts';
import { BASE, SMALL, textAt } from '../drawing/text.ts';
import { textWidth, wrapText } from '../drawing/text-width.ts';
import { type Formats, formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';

type Clusters = NonNullable<Report['clusters']>;

interface ClusterWords {
  question: string;
  description: string;
  headline(f: { k: string; largest: string; share: string }): string;
  none: { headline: string; reason: string };
  head: [cluster: string, share: string, rule: string, precision: string, recall: string];
  noRule: string;
  note(f: { variance: string; silhouette: string | null; leftOut: string | null }): string;
}

const dictionary: Words<ClusterWords> = {
  en: {
    question: 'Which groups does the behaviour of customers form by itself?',
    description:
      'The customers of the sample on the plane on which they differ most. The size of a mark is their number, its shape and colour the cluster. Below, each cluster with its share and the rule that tells its customers best.',
    headline: ({ k, largest, share }) => `Customers form ${k} groups; the largest, “${largest}”, has ${share} of them`,
    none: {
      headline: 'Customers form no clear groups',
      reason: 'No clustering was better than chance, or stable: see the candidates in model.json.',
    },
    head: ['cluster', 'share', 'rule', 'precision', 'recall'],
    noRule: 'no rule tells it from the others',
    note: ({ variance, silhouette, leftOut }) =>
      `The plane shows ${variance} of the differences.${silhouette ? ` Mean silhouette ${silhouette}.` : ''}${leftOut ? ` ${leftOut} customers in places with fewer than 5 are not drawn.` : ''}`,
  },
  zh: {
    question: '客户的行为自然形成哪些群体？',
    description:
      '样本客户在差异最大的平面上的分布。标记大小为人数，形状和颜色为聚类簇。下方为每个簇的占比和最能识别它的规则。',
    headline: ({ k, largest, share }) => `客户形成 ${k} 个群体；最大的“${largest}”占 ${share}`,
    none: { headline: '客户没有形成明显的群体', reason: '没有优于随机或稳定的聚类：见 model.json 中的候选。' },
    head: ['聚类簇', '占比', '规则', '准确率', '召回率'],
    noRule: '没有规则能将其区分',
    note: ({ variance, silhouette, leftOut }) =>
      `平面显示了 ${variance} 的差异。${silhouette ? `平均轮廓系数 ${silhouette}。` : ''}${leftOut ? `不足 5 人的位置共 ${leftOut} 名客户未绘制。` : ''}`,
  },
};

const shapes = [symbolCircle, symbolTriangle, symbolSquare, symbolDiamond, symbolStar, symbolCross, symbolWye];
const LINE = 16;

/** Clusters on the plane by shape and colour, with their rules. */
export function clustersPicture({ clusters, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'clusters', question: text.question };
  const [largest] = clusters?.groups.filter(({ cluster }) => cluster >= 0).toSorted((a, b) => b.share - a.share) ?? [];
  if (!clusters || !largest || clusters.k < 2) return { ...named, ...text.none };
  const format = formats(language, currency);
  return {
    ...named,
    headline: text.headline({
      k: format.count(clusters.k),
      largest: largest.label[language],
      share: format.share(largest.share),
    }),
    description: text.description,
    note: text.note({
      variance: format.share(clusters.variance_share),
      silhouette: clusters.silhouette === null ? null : format.number(clusters.silhouette),
      leftOut: clusters.left_out > 0 ? format.count(clusters.left_out) : null,
    }),
    draw: (width) => drawClusters(clusters, text, format, language, width),
    table: {
      head: text.head,
      rows: clusters.groups.flatMap(({ label, share, rules }) => [
        [label[language], num(format.share(share)), rules[0]?.[language] ?? text.noRule, ...ratios(rules[0], format)],
        ...rules.slice(1).map((rule) => ['', num(''), rule[language], ...ratios(rule, format)]),
      ]),
    },
  };
}

const ratios = (rule: Clusters['groups'][number]['rules'][number] | undefined, format: Formats) =>
  [rule?.precision, rule?.recall].map((value) => num(value === undefined ? '' : format.share(value)));

function drawClusters(
  { squares, square_size, groups }: Clusters,
  text: ClusterWords,
  format: Formats,
  language: Language,
  width: number,
) {
  const xs = squares.map(({ x }) => x);
  const ys = squares.map(({ y }) => y);
  const [left, right] = [Math.min(...xs) - square_size, Math.max(...xs) + square_size];
  const [low, high] = [Math.min(...ys) - square_size, Math.max(...ys) + square_size];
  const isDrawn = squares.length > 0;
  const planeHeight = isDrawn ? Math.min(340, Math.max(150, (width * (high - low)) / (right - left))) : 0;
  const scale = isDrawn ? Math.min(width / (right - left), planeHeight / (high - low)) : 1;
  const x = scaleLinear(
    [left, right],
    [width / 2 - ((right - left) * scale) / 2, width / 2 + ((right - left) * scale) / 2],
  );
  const y = scaleLinear([low, high], [planeHeight, planeHeight - (high - low) * scale]);
  const side = square_size * scale;
  const most = Math.max(1, ...squares.map(({ customers }) => customers));
  const size = scaleSqrt([0, most], [2, Math.max(4, side * 0.92)]);
  const markOf = (cluster: number, px: number, py: number, extent: number) => {
    const index = groups.findIndex((group) => group.cluster === cluster);
    const isOutside = cluster < 0;
    const path =
      symbol(
        isOutside ? symbolCross : (shapes[index % shapes.length] ?? symbolCircle),
        (extent * extent * Math.PI) / 4,
      ).digits(1)() ?? '';
    return html`<path transform=${`translate(${px.toFixed(1)} ${py.toFixed(1)})`} d=${path} fill=${isOutside ? 'var(--quiet)' : groupColour(index)} />`;
  };
  let top = planeHeight + (isDrawn ? 12 : 0);
  const rules = groups.flatMap(({ cluster, label, share, rules: [rule] }) => {
    const name = `${label[language]} · ${format.share(share)}`;
    const lines = wrapText(cluster < 0 ? '' : (rule?.[language] ?? text.noRule), width - 26, SMALL, 3);
    const block = html`<g>
      ${markOf(cluster, 9, top + 12, 13)}
      ${textAt(26, top + 16, name, { bold: true, size: BASE, width: width - 26 })}
      ${lines.map((line, index) => textAt(26, top + 16 + (index + 1) * LINE, line, { fill: 'var(--quiet)' }))}
    </g>`;
    top += 26 + lines.length * LINE;
    return [block];
  });
  const numbers = groups
    .filter(({ cluster }) => cluster >= 0 && isDrawn)
    .map(({ label, x: cx, y: cy }) => {
      const name = label[language];
      const half = Math.min(textWidth(name, SMALL), width * 0.4) / 2 + 4;
      const px = Math.min(width - half, Math.max(half, x(cx)));
      return { name, px, py: y(cy), half };
    });
  const shownNames: typeof numbers = [];
  for (const each of numbers) {
    const isFree = shownNames.every(
      (other) => Math.abs(other.py - each.py) > 18 || Math.abs(other.px - each.px) > other.half + each.half,
    );
    if (isFree) shownNames.push(each);
  }
  return {
    height: top,
    marks: [
      ...squares.map((square) => markOf(square.cluster, x(square.x), y(square.y), size(square.customers))),
      ...shownNames.map(
        ({ name, px, py, half }) => html`<g>
          <rect x=${(px - half).toFixed(1)} y=${(py - 10).toFixed(1)} width=${(2 * half).toFixed(1)} height="19" rx="3" fill="var(--paper)" fill-opacity="0.85" />
          ${textAt(px, py + 4, name, { anchor: 'middle', width: 2 * half - 4, bold: true })}
        </g>`,
      ),
      ...rules,
    ],
  };
}
