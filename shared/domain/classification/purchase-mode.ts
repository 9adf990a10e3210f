import { z } from 'zod';
import type { Classification } from './rules.ts';

export const purchaseModePolicySchema = z
  .strictObject({
    by: z
      .enum(['months', 'categories'])
      .default('months')
      .describe('Whether concentration is measured by calendar month or by category'),
    share: z
      .number()
      .min(0)
      .lt(1)
      .default(0.6)
      .describe('The share of spend that the largest month or category must exceed'),
  })
  .prefault({})
  .describe('When a buyer counts as concentrated');

const classes = [
  { name: 'concentrated', zh: '集中购买' },
  { name: 'dispersed', zh: '分散购买' },
  { name: 'single', zh: '单次购买' },
  { name: 'unknown', zh: '未知' },
] as const;

const shares = { months: 'top_month_share', categories: 'top_category_share' } as const;

/**
 * Purchase modes: whether repeat buyers spend most in one month or category, or spread their spend.
 * @example
 * classify(purchaseMode({ by: 'months', share: 0.6 }), { x: 3, top_month_share: 0.7 }).name // => 'concentrated'
 */
export function purchaseMode({
  by,
  share,
}: z.infer<typeof purchaseModePolicySchema>): Classification<(typeof classes)[number]['name']> {
  return {
    column: 'purchase_mode',
    classes,
    rules: [
      { name: 'single', when: { x: { atMost: 0 } } },
      { name: 'concentrated', when: { [shares[by]]: { above: share } } },
      { name: 'dispersed', when: { [shares[by]]: { known: true } } },
      { name: 'unknown', when: {} },
    ],
  };
}
