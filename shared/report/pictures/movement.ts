import { area, curveBumpX } from 'd3-shape';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Report } from '../../domain/report/report.ts';
import { DOWN, SAME, tierFill, UP } from '../drawing/colours.ts';
import { SMALL, textAt } from '../drawing/text.ts';
import { fitName, textWidth } from '../drawing/text-width.ts';
import { formats, type Language, type Words } from '../language.ts';
import { type MissingPicture, num, type Picture } from '../picture.ts';
import { causeWords, words } from '../words.ts';

type Movement = NonNullable<Report['movement']>;
type Flow = Movement['flows'][number];

interface MovementWords {
  question: string;
  description: string;
  headline(f: { up: string; down: string; stayed: string; since: string }): string;
  nobody(since: string): string;
  first: { headline: string; reason: string };
  note: string;
}

const dictionary: Words<MovementWords> = {
  en: {
    question: 'Who changed tier from run to run, and why?',
    description:
      'One column per run with its tiers, highest on top. Bands between two columns are customers: grey for those who stayed, blue for those who moved up, orange for those who moved down.',
    headline: ({ up, down, stayed, since }) =>
      `Since ${since}, ${up} customers moved up and ${down} down; ${stayed} stayed`,
    nobody: (since) => `Nobody has changed tier since ${since}`,
    first: {
      headline: 'This is the first run: nobody has moved yet',
      reason: 'The next run shows who moved between tiers, and why.',
    },
    note: 'Blue: up. Orange: down. Grey: stayed. Pale: new or missing. Ways of fewer than 5 customers are not drawn.',
  },
  zh: {
    question: '两次运行之间，谁变了等级，为什么？',
    description: '每次运行一列，等级从高到低。两列之间的色带代表客户：灰色为不变，蓝色为升级，橙色为降级。',
    headline: ({ up, down, stayed, since }) => `自 ${since} 以来，${up} 名客户升级，${down} 名降级，${stayed} 名不变`,
    nobody: (since) => `自 ${since} 以来没有客户变更等级`,
    first: { headline: '这是首次运行：还没有等级变动', reason: '下一次运行将显示谁在等级之间变动及其原因。' },
    note: '蓝色：升级；橙色：降级；灰色：不变；浅色：新客户或缺失。不足 5 人的路径不绘制。',
  },
};

/** The flow of tiers through up to six runs, and the causes of the last changes. */
export function movementPicture({ movement, currency }: Report, language: Language): Picture | MissingPicture {
  const text = dictionary[language];
  const named = { id: 'movement', question: text.question };
  const last = movement?.flows.at(-1);
  if (!movement || !last) return { ...named, headline: text.first.headline, reason: text.first.reason };
  const format = formats(language, currency);
  const rankOf = (key: string) => movement.tiers.findIndex((tier) => tier.key === key);
  const count = (matches: (from: number, to: number) => boolean) =>
    last.cells.reduce(
      (sum, { from, to, customers }) =>
        from !== null && to !== null && matches(rankOf(from), rankOf(to)) ? sum + customers : sum,
      0,
    );
  const [up, down, stayed] = [count((a, b) => b < a), count((a, b) => b > a), count((a, b) => a === b)];
  const since = format.day(last.from_run);
  const labelOf = (key: string | null, otherwise: string) =>
    key === null ? otherwise : (movement.tiers[rankOf(key)]?.label[language] ?? key);
  const together = words.together[language];
  return {
    ...named,
    headline:
      up + down === 0
        ? text.nobody(since)
        : text.headline({ up: format.count(up), down: format.count(down), stayed: format.count(stayed), since }),
    description: text.description,
    note: text.note,
    draw: (width) => drawFlows(movement, language, width, rankOf),
    table: {
      head: [words.from, words.to, words.cause, words.customers].map((each) => each[language]),
      rows: [
        ...movement.causes.map(({ from, to, cause, customers }) => [
          labelOf(from, ''),
          labelOf(to, ''),
          causeWords[cause]?.[language] ?? cause,
          num(format.count(customers)),
        ]),
        ...(movement.merged_causes ? [[together, '', '', num(format.count(movement.merged_causes.customers))]] : []),
        ...last.cells
          .filter(({ from, to }) => from === to || from === null || to === null)
          .map(({ from, to, customers }) => [
            labelOf(from, words.newCustomers[language]),
            labelOf(to, words.missing[language]),
            words.none[language],
            num(format.count(customers)),
          ]),
      ],
    },
  };
}

/** A tier in a run, or the new or missing customers beside it. */
interface Node {
  top: number;
  height: number;
  /** Where the next band leaves and arrives. */
  out: number;
  in: number;
}

const NODE_WIDTH = 12;
const GAP = 4;
const HEIGHT = 320;
const TOP = 22;
const MIN_LABEL = 13;
const [NEW, MISSING] = ['+', '−'];

function drawFlows(
  { tiers, runs: allRuns, flows: allFlows }: Movement,
  language: Language,
  width: number,
  rankOf: (key: string) => number,
) {
  // Bands need some width to be followed.
  const shown = Math.min(allRuns.length, Math.max(2, Math.floor(width / 110)));
  const [runs, flows] = [allRuns.slice(-shown), allFlows.slice(1 - shown)];
  const format = formats(language, null);
  const columns = runs.map(({ tiers: sizes }, index) => {
    const values = new Map(sizes.map(({ key, customers }) => [key, customers]));
    const [before, after] = [flows[index - 1], flows[index]];
    if (after)
      values.set(
        NEW,
        sumOf(after, (cell) => cell.from === null),
      );
    if (before)
      values.set(
        MISSING,
        sumOf(before, (cell) => cell.to === null),
      );
    for (const key of [...values.keys()]) {
      const leaving = after ? sumOf(after, (cell) => (cell.from ?? NEW) === key) : 0;
      const arriving = before ? sumOf(before, (cell) => (cell.to ?? MISSING) === key) : 0;
      values.set(key, Math.max(values.get(key) ?? 0, leaving, arriving));
    }
    return new Map([...values].filter(([, customers]) => customers > 0));
  });
  const gap = Math.min(GAP, 80 / Math.max(1, ...columns.map(({ size }) => size)));
  const tallest = Math.max(1, ...columns.map((column) => sum([...column.values()])));
  const mostGaps = Math.max(...columns.map(({ size }) => size - 1));
  const scale = (HEIGHT - gap * mostGaps) / tallest;
  const placed = columns.map((column) => {
    let y = TOP;
    const nodes = new Map<string, Node>();
    for (const [key, customers] of column) {
      nodes.set(key, { top: y, height: customers * scale, out: y, in: y });
      y += customers * scale + gap;
    }
    return nodes;
  });
  const lastRun = runs.at(-1);
  const labelled = tiers.map(({ key, label }) => {
    const size = lastRun?.tiers.find((tier) => tier.key === key)?.customers ?? 0;
    return { key, text: `${label[language]} ${format.short(size)}` };
  });
  const room = Math.min(width * 0.36, Math.max(...labelled.map(({ text }) => textWidth(text, SMALL))) + 10);
  const xOf = (index: number) => (index * (width - room - NODE_WIDTH)) / Math.max(1, runs.length - 1);
  const bands = flows.flatMap((flow, index) =>
    drawBands(flow, placed[index], placed[index + 1], [xOf(index) + NODE_WIDTH, xOf(index + 1)], { scale, rankOf }),
  );
  // One path for all bands of a kind, and one for a tier in all runs, keep the page small.
  const kinds = [...Map.groupBy(bands, ({ style }) => style)].toSorted(([a], [b]) => a.layer - b.layer);
  const ordered = kinds.map(
    ([{ fill, opacity }, some]) =>
      html`<path d=${some.map(({ path }) => path).join('')} fill=${fill} fill-opacity=${opacity} />`,
  );
  const nodes = [...new Set(placed.flatMap((column) => [...column.keys()]))].map((key) => {
    const isTier = rankOf(key) >= 0;
    const path = placed.map((column, index) => nodePath(column.get(key), xOf(index))).join('');
    return isTier
      ? html`<path d=${path} fill=${tierFill(rankOf(key), tiers.length)} />`
      : html`<path d=${path} fill="var(--paper)" stroke="var(--quiet)" stroke-dasharray="2 2" />`;
  });
  const dates = runs.map(({ as_of }, index) =>
    textAt(index === 0 ? 0 : xOf(index) + NODE_WIDTH / 2, 12, shortDay(as_of, xOf(1)), {
      ...(index > 0 && { anchor: 'middle' as const }),
      fill: 'var(--quiet)',
    }),
  );
  return {
    height: HEIGHT + TOP + 4,
    marks: [
      ...ordered,
      ...nodes,
      ...dates,
      ...nodeLabels(placed.at(-1), labelled, xOf(runs.length - 1) + NODE_WIDTH + 6, room - 8, language),
    ],
  };
}

/** The day of a run: in full where there is room. */
const shortDay = (day: string, space: number) => (space >= 110 ? day : day.slice(5));

/** Names beside the last column; what has no room for a line of text is in the table. */
function nodeLabels(
  column: ReadonlyMap<string, Node> | undefined,
  labelled: readonly { key: string; text: string }[],
  x: number,
  width: number,
  language: Language,
) {
  const marks: VNode[] = [];
  let free = 0;
  for (const [key, { top, height }] of column ?? []) {
    const text = key === MISSING ? words.missing[language] : labelled.find((each) => each.key === key)?.text;
    const y = top + height / 2 + 4;
    if (!text || y - MIN_LABEL < free) continue;
    marks.push(textAt(x, y, fitName(text, width, SMALL)));
    free = y;
  }
  return marks;
}

interface BandScale {
  scale: number;
  rankOf: (key: string) => number;
}

const band = area<{ x: number; y0: number; y1: number }>()
  .x(({ x }) => x)
  .y0(({ y0 }) => y0)
  .y1(({ y1 }) => y1)
  .curve(curveBumpX)
  .digits(1);

function drawBands(
  { cells }: Flow,
  left: ReadonlyMap<string, Node> | undefined,
  right: ReadonlyMap<string, Node> | undefined,
  [x0, x1]: [number, number],
  { scale, rankOf }: BandScale,
) {
  const order = (key: string | null) => (key === null ? Infinity : rankOf(key));
  const inOrder = cells.toSorted((a, b) => order(a.from) - order(b.from) || order(a.to) - order(b.to));
  return inOrder.flatMap(({ from, to, customers }) => {
    const [source, target] = [left?.get(from ?? NEW), right?.get(to ?? MISSING)];
    if (!source || !target) return [];
    const height = customers * scale;
    const path = band([
      { x: x0, y0: source.out, y1: source.out + height },
      { x: x1, y0: target.in, y1: target.in + height },
    ]);
    source.out += height;
    target.in += height;
    const style = bandStyle(from === null ? null : rankOf(from), to === null ? null : rankOf(to));
    return [{ style, path }];
  });
}

/** How bands are drawn, and which lie above others. */
const styles = {
  beside: { fill: SAME, opacity: 0.35, layer: 0 },
  stayed: { fill: SAME, opacity: 0.75, layer: 1 },
  down: { fill: DOWN, opacity: 0.8, layer: 2 },
  up: { fill: UP, opacity: 0.8, layer: 3 },
} as const;

function bandStyle(from: number | null, to: number | null) {
  if (from === null || to === null) return styles.beside;
  if (from === to) return styles.stayed;
  return to < from ? styles.up : styles.down;
}

/** A node's rectangle. */
function nodePath(node: Node | undefined, x: number): string {
  if (!node) return '';
  const height = Math.max(node.height, 0.8).toFixed(1);
  return `M${x.toFixed(1)} ${node.top.toFixed(1)}h${NODE_WIDTH}v${height}h${-NODE_WIDTH}z`;
}

const sumOf = ({ cells }: Flow, matches: (cell: Flow['cells'][number]) => boolean) =>
  sum(cells.filter(matches).map(({ customers }) => customers));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
