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

/** Lowest spend of A and of B customers; null if nobody spent anything. */
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
 * ABC classes, by cumulative share of spend from the most valuable customer down: A until their share of total spend is
 * reached, including the customer who completes it, then B, then C. Customers with equal spend are in the same class.
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
