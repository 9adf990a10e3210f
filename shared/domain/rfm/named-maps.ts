import { allCells, rfmCode, type Scores } from './scores.ts';
import { type MappedSegment, mapSegments, type Segment } from './segment-map.ts';

const names = {
  Champions: '冠军客户',
  Loyal: '忠诚客户',
  'Potential Loyalist': '潜在忠诚客户',
  New: '新客户',
  Promising: '有前景客户',
  'Need Attention': '需要关注客户',
  'About To Sleep': '即将沉睡客户',
  'At Risk': '流失风险客户',
  "Can't Lose": '不可流失客户',
  Hibernating: '沉睡客户',
  Lost: '已流失客户',
} as const;
type Name = keyof typeof names;

const byCodes = (name: Name, codes: string): Segment => ({
  name,
  zh: names[name],
  codes: codes.split(' '),
  rules: [],
});
const byRules = (name: Name, ...rules: Segment['rules']): Segment => ({ name, zh: names[name], codes: [], rules });

/** The named segment maps, for five bins. */
export const namedMaps = {
  /** Eleven segments, each a list of codes. */
  codes: [
    byCodes('Champions', '555 554 544 545 454 455 445'),
    byCodes('Loyal', '543 444 435 355 354 345 344 335'),
    byCodes(
      'Potential Loyalist',
      '553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323',
    ),
    byCodes('New', '512 511 422 421 412 411 311'),
    byCodes('Promising', '525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313'),
    byCodes('Need Attention', '535 534 443 434 343 334 325 324'),
    byCodes('About To Sleep', '331 321 312 221 213 231 241 251'),
    byCodes('At Risk', '255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124'),
    byCodes("Can't Lose", '155 154 144 214 215 115 114 113'),
    byCodes('Hibernating', '332 322 233 232 223 222 132 123 122 212 211'),
    byCodes('Lost', '111 112 121 131 141 151'),
  ],
  /** Ten segments on the grid of R and (F + M) / 2. */
  grid: [
    byRules('Champions', { r: 5, fm: [4, 5] }),
    byRules('Loyal', { r: [3, 4], fm: [4, 5] }),
    byRules('Potential Loyalist', { r: [4, 5], fm: [2, 3] }),
    byRules('New', { r: 5, fm: 1 }),
    byRules('Promising', { r: 4, fm: 1 }),
    byRules('Need Attention', { r: 3, fm: 3 }),
    byRules('About To Sleep', { r: 3, fm: [1, 2] }),
    byRules('At Risk', { r: [1, 2], fm: [3, 4] }),
    byRules("Can't Lose", { r: [1, 2], fm: 5 }),
    byRules('Hibernating', { r: [1, 2], fm: [1, 2] }),
  ],
} satisfies Record<string, Segment[]>;

export type NamedMap = keyof typeof namedMaps;

/** Number of bins that the named maps are defined for. */
export const NAMED_MAP_BINS = 5;

/**
 * Returns a named map for five or more bins. With more than five, scores are converted to fifths of the scale.
 * @param bins at least 5
 * @example
 * namedMap('grid', 5).find(({ codes }) => codes.includes('511')).name // => 'New'
 */
export function namedMap(name: NamedMap, bins: number): MappedSegment[] {
  const { segments } = mapSegments(namedMaps[name], NAMED_MAP_BINS);
  const fifth = (score: number) => Math.ceil((score * NAMED_MAP_BINS) / bins);
  const inFifths = ({ r, f, m }: Scores) => rfmCode({ r: fifth(r), f: fifth(f), m: fifth(m) }, NAMED_MAP_BINS);
  const cells = allCells(bins).map((cell) => ({ code: rfmCode(cell, bins), five: inFifths(cell) }));
  return segments.map(({ codes, ...segment }) => ({
    ...segment,
    codes: cells.filter(({ five }) => codes.includes(five)).map(({ code }) => code),
  }));
}
