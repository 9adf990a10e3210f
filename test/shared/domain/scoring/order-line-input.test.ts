import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOrderLine, parseOrderLines } from '../../../../shared/domain/scoring/order-line-input.ts';

const line = { order_id: '1', ordered_at: '2026-08-20', amount: 10 };

describe('parseOrderLine', () => {
  it.each([
    ['2026-08-20', '2026-08-20 00:00:00'],
    ['2026-08-20T09:30', '2026-08-20 09:30:00'],
    ['2026-08-20T09:30:15', '2026-08-20 09:30:15'],
    ['2026-08-20T09:30:15.123', '2026-08-20 09:30:15'],
    ['2026-08-20T23:30:00Z', '2026-08-21 07:30:00'],
    ['2026-08-20T23:30:00-05:00', '2026-08-21 12:30:00'],
    ['2026-08-20T16:00:00Z', '2026-08-21 00:00:00'],
  ])('converts %s to %s in Shanghai', (ordered_at, expected) => {
    expect(parseOrderLine({ ...line, ordered_at }, { timeZone: 'Asia/Shanghai' }).ordered_at).toBe(expected);
  });

  it.each([
    [{}, 'purchase', 10],
    [{ amount: -10 }, 'return', -10],
    [{ status: ' Refund ' }, 'return', -10],
    [{ status: '已退款' }, 'undone', 10],
    [{ status: 'Cancelled' }, 'void', 10],
    [{ status: 'shipped' }, 'purchase', 10],
    [{ kind: 'return' as const }, 'return', -10],
    [{ kind: 'purchase' as const, status: 'cancelled' }, 'purchase', 10],
  ])('reads a line with %j as a %s of %d', (input, kind, amount) => {
    expect(parseOrderLine({ ...line, ...input }, { timeZone: 'UTC' })).toMatchObject({ kind, amount });
  });

  it('returns null for a missing or blank category, channel or region', () => {
    expect(parseOrderLine({ ...line, category: ' ', region: ' North ' }, { timeZone: 'UTC' })).toMatchObject({
      category: null,
      channel: null,
      region: 'North',
    });
  });

  it('keeps the time of an instant in UTC', () => {
    const instants = fc.date({ min: new Date('1901-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (instant) => {
        const text = instant.toISOString();
        const expected = text.replace('T', ' ').slice(0, 19);
        expect(parseOrderLine({ ...line, ordered_at: text }, { timeZone: 'UTC' }).ordered_at).toBe(expected);
      }),
    );
  });
});

describe('parseOrderLines', () => {
  it('takes a negative line of an order that sums to a sale for a discount, unless it is called a return', () => {
    const lines = [
      { ...line, amount: 50 },
      { ...line, amount: -5 },
      { ...line, amount: -7, status: 'refund' },
      { ...line, amount: -8, kind: 'return' as const },
      { ...line, order_id: '2', amount: -9 },
    ];

    expect(parseOrderLines(lines, { timeZone: 'UTC' }).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['purchase', 50],
      ['purchase', -5],
      ['return', -7],
      ['return', -8],
      ['return', -9],
    ]);
  });
});
