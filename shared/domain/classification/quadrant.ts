import { z } from 'zod';
import type { Classification } from './rules.ts';

export const quadrantPolicySchema = z
  .strictObject({
    value: z
      .array(z.enum(['A', 'B']))
      .min(1)
      .default(['A'])
      .describe('ABC classes that count as high value'),
    loyalty: z
      .array(z.enum(['high', 'medium']))
      .min(1)
      .default(['high'])
      .describe('Loyalty classes that count as loyal'),
  })
  .prefault({})
  .describe('Which ABC classes count as high value and which loyalty classes as loyal');

const classes = [
  { name: 'true friend', zh: '挚友型（高价值高忠诚）' },
  { name: 'butterfly', zh: '蝴蝶型（高价值低忠诚）' },
  { name: 'barnacle', zh: '藤壶型（低价值高忠诚）' },
  { name: 'stranger', zh: '过客型（低价值低忠诚）' },
] as const;

/**
 * Quadrants of value × loyalty.
 * @see Reinartz & Kumar (2002), The Mismanagement of Customer Loyalty, Harvard Business Review 80(7), for the names
 * @example
 * classify(quadrant({ value: ['A'], loyalty: ['high'] }), { abc_class: 'A', loyalty: 'low' }).name // => 'butterfly'
 */
export function quadrant(
  policy: z.infer<typeof quadrantPolicySchema>,
): Classification<(typeof classes)[number]['name']> {
  const isValuable = { abc_class: { is: policy.value } };
  const isLoyal = { loyalty: { is: policy.loyalty } };
  return {
    column: 'quadrant',
    classes,
    rules: [
      { name: 'true friend', when: { ...isValuable, ...isLoyal } },
      { name: 'butterfly', when: isValuable },
      { name: 'barnacle', when: isLoyal },
      { name: 'stranger', when: {} },
    ],
  };
}
