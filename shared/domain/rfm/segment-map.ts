import { z } from 'zod';
import type { Class } from '../classification/class.ts';
import { allCells, rfmCode, type Scores } from './scores.ts';

const score = z.number().int();
const range = z.union([score, z.tuple([score, score])]);

const ruleSchema = z
  .strictObject({
    r: range.describe('Recency score, or the lowest and the highest'),
    f: range.describe('Order score, in the same form'),
    m: range.describe('Spend score, in the same form'),
    fm: range.describe('(F + M) / 2, halves rounded up, in the same form'),
  })
  .partial()
  .refine((rule) => Object.keys(rule).length > 0, 'needs a range of r, f, m or fm')
  .describe('Cells by inclusive score ranges; a score left out may take any value');

export const segmentSchema = z
  .strictObject({
    name: z.string().trim().min(1).describe('English name of the segment'),
    zh: z.string().trim().min(1).describe('Chinese name of the segment'),
    codes: z.array(z.string()).default([]).describe('Cells by their R, F and M scores, such as `555`'),
    rules: z.array(ruleSchema).default([]).describe('Cells by score ranges'),
    rest: z.literal(true).optional().describe('Takes every cell that no other segment claims'),
  })
  .refine(({ codes, rules, rest }) => codes.length + rules.length > 0 || rest, 'needs codes, rules or rest')
  .describe('A named group of cells: by codes, by rules, by both, or all remaining cells');

export type Segment = z.infer<typeof segmentSchema>;

/** A segment with the codes of all its cells. */
export interface MappedSegment extends Class {
  codes: string[];
}

/** The cells that one code or rule of a segment claims. */
interface Claim {
  segment: string;
  what: string;
  codes: string[];
}

/**
 * Assigns every cell to a segment and reports all problems: cells in no segment or in several, and codes and rules that add
 * no cell to their segment.
 * @param segments segments with distinct names
 * @param bins at least 2
 * @example
 * const segments = [
 *   { name: 'Best', zh: '最佳', codes: ['222'], rules: [] },
 *   { name: 'Recent', zh: '近期', codes: [], rules: [{ r: 2, fm: 1 }] },
 * ];
 * mapSegments(segments, 2).problems // => ['no segment has 111, 112, 121, 122, 212, 221']
 */
export function mapSegments(
  segments: readonly Segment[],
  bins: number,
): { segments: MappedSegment[]; problems: string[] } {
  const cells = new Map(allCells(bins).map((cell) => [rfmCode(cell, bins), cell]));
  const claims = segments.flatMap((segment) => segmentClaims(segment, cells));
  const holders = new Map([...cells.keys()].map((code) => [code, [] as string[]]));
  const problems: string[] = [];
  for (const { segment, what, codes } of claims) {
    const added = codes.filter((code) => !holders.get(code)?.includes(segment));
    if (added.length === 0) problems.push(`${what} of ${segment} adds no cell`);
    for (const code of added) holders.get(code)?.push(segment);
  }

  const unclaimed = [...holders].filter(([, names]) => names.length === 0).map(([code]) => code);
  const [rest, ...more] = segments.filter((segment) => segment.rest);
  if (rest && unclaimed.length === 0)
    problems.push(`the rest, ${rest.name}, adds no cell: the other segments have all`);
  if (rest) for (const code of unclaimed) holders.get(code)?.push(rest.name);
  if (!rest && unclaimed.length > 0) problems.push(`no segment has ${listCodes(unclaimed)}`);
  if (more.length > 0) problems.push('only one segment can be the rest');
  problems.push(...overlaps(holders));

  const segmentCodes = (name: string) => [...holders].filter(([, [holder]]) => holder === name).map(([code]) => code);
  return { segments: segments.map(({ name, zh }) => ({ name, zh, codes: segmentCodes(name) })), problems };
}

function segmentClaims({ name, codes, rules }: Segment, cells: ReadonlyMap<string, Scores>): Claim[] {
  return [
    ...codes.map((code) => ({ segment: name, what: `code ${code}`, codes: cells.has(code) ? [code] : [] })),
    ...rules.map((rule, index) => ({
      segment: name,
      what: `rule ${index + 1}`,
      codes: [...cells].filter(([, cell]) => isIn(cell, rule)).map(([code]) => code),
    })),
  ];
}

function isIn({ r, f, m }: Scores, rule: Segment['rules'][number]): boolean {
  const values = { r, f, m, fm: Math.ceil((f + m) / 2) };
  return (['r', 'f', 'm', 'fm'] as const).every((axis) => {
    const limits = rule[axis];
    if (limits === undefined) return true;
    const [low, high] = typeof limits === 'number' ? [limits, limits] : limits;
    return low <= values[axis] && values[axis] <= high;
  });
}

/** Reports cells that several segments claim. */
function overlaps(holders: ReadonlyMap<string, readonly string[]>): string[] {
  const shared = Map.groupBy(
    [...holders].filter(([, names]) => names.length > 1),
    ([, names]) => names.join(' and '),
  );
  return [...shared].map(([names, codes]) => `${names} both have ${listCodes(codes.map(([code]) => code))}`);
}

const MAX_LISTED = 30;
const listCodes = (codes: readonly string[]) =>
  codes.slice(0, MAX_LISTED).join(', ') + (codes.length > MAX_LISTED ? ` and ${codes.length - MAX_LISTED} more` : '');
