import { z } from 'zod';
import type { Classification } from './rules.ts';

const share = z.number().gt(0).lt(1);

export const abcPolicySchema = z
  .strictObject({
    a: share.describe('Share of total spend that A customers generate'),
    b: share.describe('Share of total spend that B customers generate'),
  })
  .refine(({ a, b }) => a + b < 1, 'shares must sum to less than 1')
  .default({ a: 0.7, b: 0.2 })
  .describe('Shares of total spend that A and B customers generate; all others are C');

/** The lowest spend in A and in B; null where nobody spent anything. */
export interface AbcLines {
  a: number | null;
  b: number | null;
}

const classes = [
  { name: 'A', zh: 'A' },
  { name: 'B', zh: 'B' },
  { name: 'C', zh: 'C' },
] as const;

/**
 * ABC analysis, customers by cumulative value, the most valuable first: A until they make their share of all spend, including
 * the one who completes it, then B, then C. Customers who spent the same are in the same class.
 * @example
 * classify(abc({ a: 500, b: 100 }), { monetary_total: 120 }).name // => 'B'
 */
export function abc({ a, b }: AbcLines): Classification<(typeof classes)[number]['name']> {
  return {
    column: 'abc_class',
    classes,
    rules: [
      ...(a === null ? [] : [{ name: 'A', when: { monetary_total: { atLeast: a } } } as const]),
      ...(b === null ? [] : [{ name: 'B', when: { monetary_total: { atLeast: b } } } as const]),
      { name: 'C', when: {} },
    ],
  };
}
