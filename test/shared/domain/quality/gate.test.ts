import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { noHistory } from '../../../../shared/domain/quality/drop-history.ts';
import { type DroppedUpload, measureDrops } from '../../../../shared/domain/quality/drops.ts';
import { gateFindings, gateSchema } from '../../../../shared/domain/quality/gate.ts';
import { historyOf, TODAY, uploadOf } from './dropped-uploads.ts';

function found(uploads: readonly DroppedUpload[], { history = noHistory, policy = {} } = {}) {
  const drops = measureDrops(uploads, history, TODAY);
  return gateFindings({ uploads, drops, knownCurrencies: history.currencies }, gateSchema.parse(policy));
}

describe('quarantined rows', () => {
  it('hold a run above a fifth', () => {
    expect(found([uploadOf({ kept: 80, quarantined: 20 })])).toEqual([]);
    expect(found([uploadOf({ kept: 79, quarantined: 21, reasons: { bad_date: 20, missing_amount: 1 } })])).toEqual([
      {
        check: 'quarantined-share',
        dataset: 'orders',
        upload: 'one',
        value: 0.21,
        limit: 0.2,
        message:
          'orders.csv: 21 of 100 rows are quarantined (bad_date 20, missing_amount 1): 21 %, at most 20 % may be',
      },
    ]);
  });

  it('hold it above a half where they name no customer, as rows of guests do', () => {
    const guests = (count: number) =>
      uploadOf({ kept: 100 - count, quarantined: count, reasons: { missing_customer_id: count } });

    expect(found([guests(50)])).toEqual([]);
    expect(found([guests(51)])).toMatchObject([
      {
        ...{ check: 'guest-share', value: 0.51, limit: 0.5 },
        message: 'orders.csv: 51 of 100 rows name no customer: 51 %, at most 50 % may be',
      },
    ]);
  });

  it('say nothing in a file that comes out of quarantine', () => {
    expect(found([{ ...uploadOf({ kept: 50, quarantined: 50 }), is_mended: true }])).toEqual([]);
  });

  it('say nothing in fewer than 20 rows', () => {
    expect(found([uploadOf({ kept: 0, quarantined: 19 })])).toEqual([]);
    expect(found([uploadOf({ kept: 0, quarantined: 20 })])).toMatchObject([{ value: 1 }]);
  });
});

describe('dates in the future', () => {
  it('hold a run above one in a hundred', () => {
    expect(found([uploadOf({ kept: 100, future: 1 })])).toEqual([]);
    expect(found([uploadOf({ kept: 100, future: 2, to: '2062-07-31' })])).toMatchObject([
      {
        ...{ check: 'future-share', upload: 'one', value: 0.02, limit: 0.01 },
        message:
          'orders.csv: 2 of 100 rows are dated after the day of the run, up to 2062-07-31: 2 %, at most 1 % may be',
      },
    ]);
  });

  it('say nothing in fewer than 20 rows', () => {
    expect(found([uploadOf({ kept: 19, future: 19 })])).toEqual([]);
  });
});

describe('a currency', () => {
  const euros = uploadOf({ from: '2026-06-01', to: '2026-06-30', currencies: { EUR: 310 } });

  it('that no drop had before holds a run', () => {
    const dollars = uploadOf({ currencies: { EUR: 270, USD: 40 } });

    expect(found([dollars], { history: historyOf([euros]) })).toMatchObject([
      {
        ...{ check: 'new-currency', upload: 'one', value: 40, limit: 0 },
        message: 'orders.csv: 40 rows are in USD; known so far: EUR',
      },
    ]);
  });

  it('is news among the first of all where the largest file has another', () => {
    const dollars = uploadOf({ kept: 40, currencies: { USD: 40 } });

    expect(found([dollars, euros])).toMatchObject([
      { check: 'new-currency', value: 40, message: 'orders.csv: 40 rows are in USD; known so far: EUR' },
    ]);
  });

  it('is no news among the first of all otherwise', () => {
    expect(found([uploadOf({ currencies: { EUR: 1, USD: 1 } })])).toEqual([]);
    expect(found([uploadOf({ currencies: { USD: 310 } })], { history: historyOf([uploadOf({})]) })).toEqual([]);
  });
});

describe('the size of a drop', () => {
  const june = uploadOf({ from: '2026-06-01', to: '2026-06-30', kept: 300 });
  const history = historyOf([june]);
  const july = (kept: number) => found([uploadOf({ kept })], { history });

  it('holds a run beyond five times and below a fifth of the usual', () => {
    // 31 days at 10 rows: 62 and 1,550 are the limits.
    expect([july(62), july(1550)]).toEqual([[], []]);
    expect(july(61)).toMatchObject([{ check: 'drop-size', upload: null, limit: 0.2 }]);
    expect(july(1551)).toMatchObject([{ check: 'drop-size', upload: null, limit: 5 }]);
    expect(july(31)[0]?.message).toBe(
      'orders: 1 rows a day from 2026-07-01 to 2026-07-31, usually 10; 0.2 to 5 times as many may pass',
    );
  });

  it('says nothing where neither it nor the usual comes to 20 rows', () => {
    const days = (to: string) => found([uploadOf({ from: '2026-07-01', to, kept: 1 })], { history });

    expect([days('2026-07-01').length, days('2026-07-02').length]).toEqual([0, 1]);
  });

  it('is not held against a correction for being small', () => {
    expect(found([uploadOf({ from: '2026-06-01', to: '2026-06-30', kept: 1 })], { history })).toEqual([]);
  });

  it('is held against a correction for being large', () => {
    expect(found([uploadOf({ from: '2026-06-30', to: '2026-06-30', kept: 51 })], { history })).toMatchObject([
      { check: 'drop-size', value: 5.1 },
    ]);
  });

  it('of a list tells rows, not days', () => {
    const list = (kept: number) => uploadOf({ dataset: 'customers', kept, from: '2019-01-01' });

    expect(found([list(12)], { history: historyOf([list(5000)]) })).toMatchObject([
      { dataset: 'customers', message: 'customers: 12 rows, usually 5,000; 0.2 to 5 times as many may pass' },
    ]);
  });
});

describe('the policy', () => {
  const history = historyOf([
    uploadOf({ from: '2026-06-01', to: '2026-06-30', kept: 3000, currencies: { EUR: 3000 } }),
  ]);
  const bad = uploadOf({ kept: 60, quarantined: 40, future: 30, currencies: { USD: 60 } });

  it.each([
    ['maxQuarantinedShare', null, 'quarantined-share'],
    ['maxFutureShare', null, 'future-share'],
    ['maxDropFactor', null, 'drop-size'],
    ['holdNewCurrency', false, 'new-currency'],
  ])('switches off by %s: %j what %s finds, and nothing else', (name, off, check) => {
    const all = found([bad], { history });

    expect(all.length).toBe(4);
    expect(found([bad], { history, policy: { [name]: off } })).toEqual(
      all.filter((finding) => finding.check !== check),
    );
  });

  it('refuses limits that cannot be, and names it does not know', () => {
    for (const gate of [{ maxDropFactor: 1 }, { maxFutureShare: 1.1 }, { minRows: 0 }, { maxBadRows: 0.1 }]) {
      expect(() => parsePolicy({ gate })).toThrow('gate');
    }
  });
});

it('finds the same whatever the order of uploads', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((on) => `2026-07-${String(on).padStart(2, '0')}`);
  const upload = fc
    .record({
      days: fc.tuple(day, day),
      kept: fc.integer({ min: 0, max: 500 }),
      quarantined: fc.integer({ min: 0, max: 100 }),
      currency: fc.constantFrom('EUR', 'USD', 'CNY'),
    })
    .map(({ days, kept, quarantined, currency }) => {
      const [from, to] = days.toSorted();
      return uploadOf({
        kept,
        quarantined,
        currencies: { [currency]: kept },
        ...(from && { from }),
        ...(to && { to }),
      });
    });
  const history = historyOf([uploadOf({ to: '2026-07-10', currencies: { EUR: 1 } })]);
  const messages = (uploads: DroppedUpload[]) =>
    found(uploads, { history })
      .map(({ message }) => message)
      .toSorted();

  fc.assert(
    fc.property(fc.array(upload, { maxLength: 6 }), (uploads) => {
      expect(messages(uploads)).toEqual(messages(uploads.toReversed()));
    }),
  );
});
