import { z } from 'zod';
import { servicePlanSchema } from '../service/service-plan.ts';
import { type Condition, conditionSchema } from './condition.ts';
import { isMoreBetter, type LineColumn, lineColumns } from './tier-columns.ts';

const label = z
  .strictObject({ en: z.string().min(1).describe('English'), zh: z.string().min(1).describe('Chinese') })
  .describe('Display name');
const share = z.number().gt(0).lt(1);

const tierSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\p{L}\p{N}_-]{1,40}$/u, 'must be a short name: at most 40 letters, digits, _ and -')
    .describe('Short name, used in keys, files and URLs'),
  label,
  share: share
    .optional()
    .describe(
      '`quantile`: share of buyers. `pareto`: share of total value. Both count down from the most valuable customer',
    ),
  when: conditionSchema.optional().describe('`threshold`: the condition that a customer must meet'),
  service: servicePlanSchema.optional().describe('Service plan of the tier'),
});

export type Tier = z.infer<typeof tierSchema>;

/** The methods that draw the lines between tiers. The last tier takes everyone below the other lines. */
export const tierMethods = ['quantile', 'threshold', 'natural-breaks', 'pareto'] as const;

const methodSchema = z.strictObject({
  by: z
    .enum(tierMethods)
    .default('quantile')
    .describe(
      '`quantile`: each tier holds its share of buyers. `pareto`: each tier holds the customers who generate its share of total value. `natural-breaks`: lines at natural gaps between values (Jenks). `threshold`: conditions on columns',
    ),
  of: z
    .enum(lineColumns)
    .optional()
    .describe(
      'The column to draw tier lines on; not for `threshold`. Default: `monetary_total` for `pareto`, otherwise `value_score`',
    ),
});

/** The field that each method requires in every tier but the last. */
const requiredField = { quantile: 'share', pareto: 'share', threshold: 'when', 'natural-breaks': undefined } as const;

const spendAndSatisfaction = (spend: Condition, satisfaction: number): Condition => ({
  all: [spend, { column: 'satisfaction', atLeast: satisfaction }],
});

/** Named sets of tiers. */
const presets = {
  'value-and-satisfaction': {
    method: { by: 'threshold' },
    tiers: [
      {
        name: 'high-end',
        label: { en: 'High-end', zh: '高端客户' },
        when: spendAndSatisfaction({ column: 'yearly_spend', above: 100_000 }, 90),
      },
      {
        name: 'mid',
        label: { en: 'Mid', zh: '中端客户' },
        when: spendAndSatisfaction({ column: 'yearly_spend', atLeast: 50_000 }, 80),
      },
      {
        name: 'mass',
        label: { en: 'Mass', zh: '大众客户' },
        when: spendAndSatisfaction({ column: 'yearly_spend', atLeast: 20_000 }, 70),
      },
      { name: 'basic', label: { en: 'Basic', zh: '基础客户' } },
    ],
  },
} as const satisfies Record<string, { method: z.input<typeof methodSchema>; tiers: readonly Tier[] }>;

type Preset = keyof typeof presets;
const presetNames = Object.keys(presets);

/** The fields of a policy that define its tiers, from the highest down, and the method that draws their lines. */
export const tierFields = {
  tiers: z
    .array(tierSchema, { error: `is neither a list of tiers nor the name of a preset: ${presetNames.join(', ')}` })
    .min(1)
    .max(20)
    .default([
      { name: 'VIP', label: { en: 'VIP', zh: '贵宾' }, share: 0.05 },
      { name: 'gold', label: { en: 'Gold', zh: '金卡' }, share: 0.15 },
      { name: 'silver', label: { en: 'Silver', zh: '银卡' }, share: 0.3 },
      { name: 'standard', label: { en: 'Standard', zh: '普通' } },
    ])
    .describe('Tiers from highest to lowest, or the name of a preset, which sets its own method'),
  tierMethod: methodSchema
    .prefault({})
    .describe('How the lines between tiers are drawn. The last tier takes everyone below the other lines'),
};

interface TierPolicy {
  tiers: Tier[];
  tierMethod: z.output<typeof methodSchema>;
}

/** Replaces the name of a preset with its tiers and method. @param policy as read from the file */
export function withPreset(policy: unknown): unknown {
  const preset = presets[(policy as { tiers?: Preset } | null)?.tiers as Preset];
  return preset ? { ...(policy as object), tiers: preset.tiers, tierMethod: preset.method } : policy;
}

/** The column on which the tier lines are drawn. */
export const lineColumn = ({ by, of }: TierPolicy['tierMethod']): LineColumn =>
  of ?? (by === 'pareto' ? 'monetary_total' : 'value_score');

/** Checks that tiers and method fit together. @returns path and message of each fault */
export function tierFaults({
  tiers,
  tierMethod: { by, of },
}: TierPolicy): { path: (string | number)[]; message: string }[] {
  const faults: { path: (string | number)[]; message: string }[] = [];
  const fault = (path: (string | number)[], message: string) => faults.push({ path: ['tiers', ...path], message });
  if (new Set(tiers.map(({ name }) => name)).size < tiers.length) fault([], 'tier names must differ');
  for (const [index, tier] of tiers.entries()) {
    const required = index === tiers.length - 1 ? undefined : requiredField[by];
    for (const field of ['share', 'when'] as const) {
      const has = tier[field] !== undefined;
      if (has && field !== required) fault([index, field], misplacedField(field, index === tiers.length - 1, by));
      if (!has && field === required)
        fault([index], `needs \`${field}\`: the method is ${by}, and only the last tier takes the rest`);
    }
  }
  if (tiers.reduce((sum, { share: each = 0 }) => sum + each, 0) >= 1) fault([], 'shares must sum to less than 1');
  if (by === 'threshold' && of !== undefined) {
    faults.push({ path: ['tierMethod', 'of'], message: 'is not for threshold, whose conditions name their columns' });
  }
  if (by === 'pareto' && !isMoreBetter(lineColumn({ by, of }))) {
    faults.push({
      path: ['tierMethod', 'of'],
      message: `cannot be used with pareto: lower ${of} is better`,
    });
  }
  return faults;
}

const misplacedField = (field: string, isLast: boolean, by: string) =>
  isLast ? `the last tier takes the rest and has no \`${field}\`` : `\`${field}\` does not apply to the method ${by}`;
