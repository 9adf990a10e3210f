import { z } from 'zod';
import { noPurchase } from '../classification/class.ts';
import { NAMED_MAP_BINS, type NamedMap, namedMaps } from './named-maps.ts';
import { mapSegments, segmentSchema } from './segment-map.ts';

const ascending = z
  .array(z.number())
  .min(1)
  .refine((cuts) => cuts.every((cut, at) => at === 0 || cut > (cuts[at - 1] ?? cut)), 'must ascend');
const limits = ascending.length(2, 'needs two limits');

export const rfmPolicySchema = z
  .strictObject({
    bins: z
      .number()
      .int()
      .min(2)
      .max(10)
      .default(5)
      .describe('Scores from 1 to this; quantiles of the buyers by default'),
    nested: z
      .boolean()
      .default(false)
      .describe(
        'Whether F is cut within each R score and M within each R and F score, instead of each over all buyers',
      ),
    cutPoints: z
      .strictObject({
        recency_days: ascending.describe('Days since the last purchase, ascending'),
        orders: ascending.describe('Orders, ascending'),
        monetary_total: ascending.describe('Spend, ascending'),
      })
      .optional()
      .describe(
        'Fixed limits instead of quantiles, one fewer than bins: a value beyond n of them has score n + 1 (R: bins − n)',
      ),
    segments: z
      .union([z.enum(Object.keys(namedMaps) as [NamedMap, ...NamedMap[]]), z.array(segmentSchema).min(1)])
      .default('codes')
      .describe(
        "`codes`, the list of eleven segments; `grid`, ten segments on R × (F + M) / 2; or a map of one's own, in which every cell has exactly one segment",
      ),
    classSplit: z
      .union([
        z.enum(['mean', 'median']),
        z.strictObject({
          recency_days: z.number().describe('Up to so many days since the last purchase are high'),
          orders: z.number().describe('So many orders and more are high'),
          monetary_total: z.number().describe('So much spend and more is high'),
        }),
      ])
      .default('mean')
      .describe('What parts high from low in the eight Chinese classes'),
    nineGrid: z
      .strictObject({
        recency_days: limits.describe('Days since the last purchase'),
        monetary_total: limits.describe('Spend'),
      })
      .optional()
      .describe('Two limits each of the nine-grid; thirds of the buyers by default'),
  })
  .refine(({ nested, cutPoints }) => !nested || !cutPoints, {
    error: 'has to be false where cut points are fixed',
    path: ['nested'],
  })
  .check(({ value: { bins, cutPoints, segments }, issues }) => {
    for (const [feature, cuts] of Object.entries(cutPoints ?? {})) {
      if (cuts.length === bins - 1) continue;
      const message = `needs ${bins - 1} cut points for ${bins} bins`;
      issues.push({ code: 'custom', input: cuts, message, path: ['cutPoints', feature] });
    }
    for (const message of problemsOf(segments, bins)) {
      issues.push({ code: 'custom', input: segments, message, path: ['segments'] });
    }
  })
  .prefault({})
  .describe('How recency, orders and spend become scores, and scores become segments and classes');

export type RfmPolicy = z.infer<typeof rfmPolicySchema>;

function problemsOf(segments: RfmPolicy['segments'], bins: number): string[] {
  if (typeof segments === 'string') {
    return bins < NAMED_MAP_BINS
      ? [`"${segments}" needs ${NAMED_MAP_BINS} bins or more: list segments for ${bins} bins`]
      : [];
  }
  const names = segments.map(({ name }) => name);
  if (new Set(names).size < names.length) return ['segment names must differ'];
  if (names.includes(noPurchase.name)) return [`"${noPurchase.name}" is who has no scores: choose another name`];
  return mapSegments(segments, bins).problems;
}
