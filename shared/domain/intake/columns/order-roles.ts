import { headerConcepts } from '../headers/header-concepts.ts';
import { isQualified } from '../headers/headers.ts';
import type { Concept } from '../vocabulary/header-concepts.ts';
import { otherDates, startDates } from '../vocabulary/header-words.ts';

/** What a column of an orders file may be. */
export const roles = ['customer_id', 'ordered_at', 'amount', 'order_id', 'quantity', 'unit_price'] as const;
export type Role = (typeof roles)[number];

/** A header that names its role by itself; below it, values have to speak for it too. */
export const CLEAR_NAME = 0.7;
/** The name of a bare `id`, which may be the customer's, the order's or the row's. */
export const BARE_ID = 0.35;
/** What a word that is not known takes from a name. */
const UNKNOWN_WORD = 0.6;

/**
 * Rates how well the words of a header name a role, whatever their order and language.
 * @returns 0 to 1; 0 when the words name something else
 */
export function nameRole(role: Role, header: string): number {
  const concepts = headerConcepts(header);
  const has = (...wanted: Concept[]) => concepts.some((concept) => concept !== null && wanted.includes(concept));
  const rate = (name: number) => (concepts.includes(null) ? name * UNKNOWN_WORD : name);
  const entity = concepts.findLast((concept) => concept === 'person' || concept === 'order');
  if (has('other') || concepts.length === 0) return 0;
  switch (role) {
    case 'customer_id':
    case 'order_id': {
      if (has('date', 'money', 'price', 'quantity', 'unit', 'sum')) return 0;
      if (has('place') && entity === undefined) return 0;
      const wanted = role === 'customer_id' ? 'person' : 'order';
      if (entity === wanted) return rate(has('id') || wanted === 'person' ? 0.9 : 0.5);
      return entity === undefined && has('id') ? rate(BARE_ID) : 0;
    }
    case 'ordered_at':
      if (!has('date', 'order') || has('money', 'price', 'quantity', 'unit', 'id', 'person')) return 0;
      if (otherDates.test(header) || startDates.test(header)) return 0;
      return rate(!has('date') ? 0.4 : has('order') ? 0.95 : 0.85);
    case 'amount':
      if (has('date', 'id', 'quantity', 'unit') || isQualified(header)) return 0;
      if (has('place')) return has('money', 'sum', 'price') ? 0.5 : 0;
      if (has('money')) return rate(has('order') || has('sum') ? 0.95 : has('person') ? 0.75 : 0.9);
      if (has('sum')) return rate(has('order', 'price') ? 0.85 : 0.75);
      if (has('price')) return rate(0.6);
      return has('order') && !has('person') ? rate(0.5) : 0;
    case 'quantity':
      return has('quantity') && !has('date', 'money', 'price', 'id', 'person') ? rate(0.9) : 0;
    case 'unit_price':
      if (has('date', 'id', 'sum') || isQualified(header)) return 0;
      if (has('unit')) return rate(0.9);
      return has('price') ? rate(0.8) : 0;
    default:
      return role satisfies never;
  }
}
