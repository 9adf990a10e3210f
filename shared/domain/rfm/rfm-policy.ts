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
      .describe('Number of bins: scores run from 1 to this, by quantiles of the buyers unless `cutPoints` are set'),
    nested: z
      .boolean()
      .default(false)
      .describe(
        'Whether to cut F within each R score and M within each R and F score, instead of each over all buyers',
      ),
    cutPoints: z
      .strictObject({
        recency_days: ascending.describe('Days since the last purchase, ascending'),
        orders: ascending.describe('Orders, ascending'),
        monetary_total: ascending.describe('Spend, ascending'),
      })
      .optional()
      .describe(
        'Fixed cut points instead of quantiles, one fewer than `bins`: a value above n of them scores n + 1 (R: `bins` − n)',
      ),
    segments: z
      .union([z.enum(Object.keys(namedMaps) as [NamedMap, ...NamedMap[]]), z.array(segmentSchema).min(1)])
      .default('codes')
      .describe(
        '`codes`: eleven segments by a list of codes. `grid`: ten segments on R × (F + M) / 2. Or your own map, which assigns every cell to exactly one segment',
      ),
    classSplit: z
      .union([
        z.enum(['mean', 'median']),
        z.strictObject({
          recency_days: z.number().describe('Recency is high up to this many days since the last purchase'),
          orders: z.number().describe('Frequency is high from this many orders'),
          monetary_total: z.number().describe('Spend is high from this amount'),
        }),
      ])
      .default('mean')
      .describe('The split between high and low in the eight Chinese classes'),
    nineGrid: z
      .strictObject({
        recency_days: limits.describe('Days since the last purchase'),
        monetary_total: limits.describe('Spend'),
      })
      .optional()
      .describe('Two limits per axis of the nine-grid. Default: thirds of the buyers'),
  })
  .refine(({ nested, cutPoints }) => !nested || !cutPoints, {
    error: 'must be false with cutPoints',
    path: ['nested'],
  })
  .check(({ value: { bins, cutPoints, segments }, issues }) => {
    for (const [feature, cuts] of Object.entries(cutPoints ?? {})) {
      if (cuts.length === bins - 1) continue;
      const message = `needs ${bins - 1} cut points for ${bins} bins`;
      issues.push({ code: 'custom', input: cuts, message, path: ['cutPoints', feature] });
    }
    for (const message of findProblems(segments, bins)) {
      issues.push({ code: 'custom', input: segments, message, path: ['segments'] });
    }
  })
  .prefault({})
  .describe('How recency, orders and spend map to scores, and scores to segments and classes');

export type RfmPolicy = z.infer<typeof rfmPolicySchema>;

function findProblems(segments: RfmPolicy['segments'], bins: number): string[] {
  if (typeof segments === 'string') {
    return bins < NAMED_MAP_BINS
      ? [`"${segments}" needs ${NAMED_MAP_BINS} bins or more: list segments for ${bins} bins`]
      : [];
  }
  const names = segments.map(({ name }) => name);
  if (new Set(names).size < names.length) return ['segment names must differ'];
  if (names.includes(noPurchase.name))
    return [`"${noPurchase.name}" is reserved for customers without scores: choose another name`];
  return mapSegments(segments, bins).problems;
}
