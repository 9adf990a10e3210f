import { pick, pickOne } from './sample-chance.ts';

const [CUSTOMER_ID, ORDER_DATE, UNIT_PRICE] = [1, 2, 8];
const UNREADABLE_DATES = ['31/02/2025', 'not recorded', '2025-13-07 10:15:00', '0000-00-00'];
const UNREADABLE_PRICES = ['on request', 'free', 'see quote', 'n/a'];

/** Relative frequency of each blemish, per 1,000 lines. */
const BLEMISHES = { none: 985.5, 'no customer id': 8, duplicate: 5, 'unreadable date': 0.8, 'unreadable price': 0.7 };

/**
 * Adds the blemishes of real exports: missing customer ids, exact duplicates right after the original, and unreadable dates
 * and prices.
 * @param lines the fields of each order line
 * @returns CSV lines, more than the input because of the duplicates
 */
export function withBlemishes(lines: readonly string[][], source: () => number): string[] {
  return lines.flatMap((fields) => {
    const line = fields.join(',');
    switch (pick(BLEMISHES, source)) {
      case 'no customer id':
        return [fields.with(CUSTOMER_ID, '').join(',')];
      case 'duplicate':
        return [line, line];
      case 'unreadable date':
        return [fields.with(ORDER_DATE, pickOne(UNREADABLE_DATES, source)).join(',')];
      case 'unreadable price':
        return [fields.with(UNIT_PRICE, pickOne(UNREADABLE_PRICES, source)).join(',')];
      default:
        return [line];
    }
  });
}
