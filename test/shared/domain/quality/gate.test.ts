import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { noHistory } from '../../../../shared/domain/quality/drop-history.ts';
import { type DroppedUpload, measureDrops } from '../../../../shared/domain/quality/drops.ts';
import { gateFindings, gateSchema } from '../../../../shared/domain/quality/gate.ts';
import { historyAfter, makeUpload, TODAY } from './dropped-uploads.ts';

function findings(uploads: readonly DroppedUpload[], { history = noHistory, policy = {} } = {}) {
  const drops = measureDrops(uploads, history, TODAY);
  return gateFindings({ uploads, drops, knownCurrencies: history.currencies }, gateSchema.parse(policy));
}

it('half-turned dates hold a run of any size', () => {
  const upload = makeUpload({ kept: 5, half_turned_dates: ['Order Date'] });
  expect(findings([upload])).toMatchObject([{ check: 'half-turned-dates', upload: 'one', value: 5 }]);
  expect(findings([upload], { policy: { holdHalfTurnedDates: false } })).toEqual([]);
});

describe('one line', () => {
  const withQuantity = (largest: number, largest_share: number): DroppedUpload => {
    const upload = makeUpload({ kept: 100 });
    return { ...upload, quality: { ...upload.quality, quantity: { upper: 50, largest, largest_share } } };
  };

  it('holds a run with more than half of the sum of quantities, if it is an outlier', () => {
    expect(findings([withQuantity(40_123_455, 0.999)])).toMatchObject([
      {
        ...{ check: 'line-share', value: 0.999, limit: 0.5 },
        message: expect.stringContaining('one line has quantity 40,123,455, which is 99.9 % of the sum of 100 rows'),
      },
    ]);
    expect(findings([withQuantity(49, 0.6), withQuantity(51, 0.5)])).toEqual([]);
  });
});

describe('unknown statuses', () => {
  it('hold a run above 10 % of the kept rows, and name themselves', () => {
    const unknown = (rows: number) => makeUpload({ kept: 100, unknown_statuses: [{ status: 'parked', rows }] });
    expect(findings([unknown(10)])).toEqual([]);
    expect(findings([unknown(11)], { policy: { maxUnknownStatusShare: null } })).toEqual([]);
    expect(findings([unknown(11)])).toMatchObject([
      {
        ...{ check: 'unknown-status-share', value: 0.11, limit: 0.1 },
        message: expect.stringContaining('11 of 100 rows have a status that Strata does not know ("parked" 11)'),
      },
    ]);
  });
});

describe('quarantined rows', () => {
  it('hold a run above 20 %', () => {
    expect(findings([makeUpload({ kept: 80, quarantined: 20 })])).toEqual([]);
    expect(findings([makeUpload({ kept: 79, quarantined: 21, reasons: { bad_date: 20, missing_amount: 1 } })])).toEqual(
      [
        {
          check: 'quarantined-share',
          dataset: 'orders',
          upload: 'one',
          value: 0.21,
          limit: 0.2,
          message:
            'orders.csv: 21 of 100 rows are quarantined (bad_date 20, missing_amount 1): 21 %, above the limit of 20 %',
        },
      ],
    );
  });

  it('hold a run above 50 % if they lack a customer id, like guest checkouts', () => {
    const guests = (count: number) =>
      makeUpload({ kept: 100 - count, quarantined: count, reasons: { missing_customer_id: count } });

    expect(findings([guests(50)])).toEqual([]);
    expect(findings([guests(51)])).toMatchObject([
      {
        ...{ check: 'guest-share', value: 0.51, limit: 0.5 },
        message: 'orders.csv: 51 of 100 rows have no customer: 51 %, above the limit of 50 %',
      },
    ]);
  });

  it('hold a run above 50 % if they are sales to nobody in particular', () => {
    const walkIns = (count: number) =>
      makeUpload({
        kept: 100 - count,
        quarantined: count,
        reasons: { missing_customer_id: 20, walk_in_customer: count - 20 },
      });

    expect(findings([walkIns(50)])).toEqual([]);
    expect(findings([walkIns(51)])).toMatchObject([{ check: 'guest-share', value: 0.51 }]);
  });

  it('hold a run above 50 % if they are totals, repeated headers or lines of pages', () => {
    const totals = (count: number) =>
      makeUpload({
        kept: 100 - count,
        quarantined: count,
        reasons: { total_row: count - 2, repeated_header: 1, page_line: 1 },
      });

    expect(findings([totals(50)])).toEqual([]);
    expect(findings([totals(51)])).toMatchObject([
      {
        ...{ check: 'total-row-share', value: 0.51, limit: 0.5 },
        message:
          'orders.csv: 51 of 100 rows are totals, repeated headers or lines of printed pages: 51 %, above the limit of 50 %',
      },
    ]);
  });

  it('are ignored in quarantine repairs', () => {
    expect(findings([{ ...makeUpload({ kept: 50, quarantined: 50 }), is_mended: true }])).toEqual([]);
  });

  it('are ignored in files of fewer than 20 rows', () => {
    expect(findings([makeUpload({ kept: 0, quarantined: 19 })])).toEqual([]);
    expect(findings([makeUpload({ kept: 0, quarantined: 20 })])).toMatchObject([{ value: 1 }]);
  });
});

describe('dates in the future', () => {
  it('hold a run above 1 %', () => {
    expect(findings([makeUpload({ kept: 100, future: 1 })])).toEqual([]);
    expect(findings([makeUpload({ kept: 100, future: 2, to: '2062-07-31' })])).toMatchObject([
      {
        ...{ check: 'future-share', upload: 'one', value: 0.02, limit: 0.01 },
        message:
          'orders.csv: 2 of 100 rows are dated after the date of the run, up to 2062-07-31: 2 %, above the limit of 1 %',
      },
    ]);
  });

  it('are ignored in files of fewer than 20 rows', () => {
    expect(findings([makeUpload({ kept: 19, future: 19 })])).toEqual([]);
  });
});

describe('a currency', () => {
  const euros = makeUpload({ from: '2026-06-01', to: '2026-06-30', currencies: { EUR: 310 } });

  it('holds a run if no earlier drop had it', () => {
    const dollars = makeUpload({ currencies: { EUR: 270, USD: 40 } });

    expect(findings([dollars], { history: historyAfter([euros]) })).toMatchObject([
      {
        ...{ check: 'new-currency', upload: 'one', value: 40, limit: 0 },
        message: 'orders.csv: 40 rows are in USD; expected EUR',
      },
    ]);
  });

  it('is new in a first drop if the largest file has a different one', () => {
    const dollars = makeUpload({ kept: 40, currencies: { USD: 40 } });

    expect(findings([dollars, euros])).toMatchObject([
      { check: 'new-currency', value: 40, message: 'orders.csv: 40 rows are in USD; expected EUR' },
    ]);
  });

  it('is not new in a first drop otherwise', () => {
    expect(findings([makeUpload({ currencies: { EUR: 1, USD: 1 } })])).toEqual([]);
    expect(findings([makeUpload({ currencies: { USD: 310 } })], { history: historyAfter([makeUpload({})]) })).toEqual(
      [],
    );
  });
});

describe('the size of a drop', () => {
  const june = makeUpload({ from: '2026-06-01', to: '2026-06-30', kept: 300 });
  const history = historyAfter([june]);
  const july = (kept: number) => findings([makeUpload({ kept })], { history });

  it('holds a run above five times and below a fifth of the usual', () => {
    // 31 days at 10 rows: 62 and 1,550 are the limits.
    expect([july(62), july(1550)]).toEqual([[], []]);
    expect(july(61)).toMatchObject([{ check: 'drop-size', upload: null, limit: 0.2 }]);
    expect(july(1551)).toMatchObject([{ check: 'drop-size', upload: null, limit: 5 }]);
    expect(july(31)[0]?.message).toBe(
      'orders: 1 rows a day from 2026-07-01 to 2026-07-31, usually 10; allowed: 0.2 to 5 times the usual',
    );
  });

  it('is ignored if neither the drop nor the usual has 20 rows', () => {
    const days = (to: string) => findings([makeUpload({ from: '2026-07-01', to, kept: 1 })], { history });

    expect([days('2026-07-01').length, days('2026-07-02').length]).toEqual([0, 1]);
  });

  it('does not hold a small correction', () => {
    expect(findings([makeUpload({ from: '2026-06-01', to: '2026-06-30', kept: 1 })], { history })).toEqual([]);
  });

  it('holds a large correction', () => {
    expect(findings([makeUpload({ from: '2026-06-30', to: '2026-06-30', kept: 51 })], { history })).toMatchObject([
      { check: 'drop-size', value: 5.1 },
    ]);
  });

  it('counts rows of a list, not days', () => {
    const list = (kept: number) => makeUpload({ dataset: 'customers', kept, from: '2019-01-01' });

    expect(findings([list(12)], { history: historyAfter([list(5000)]) })).toMatchObject([
      { dataset: 'customers', message: 'customers: 12 rows, usually 5,000; allowed: 0.2 to 5 times the usual' },
    ]);
  });
});

describe('the policy', () => {
  const history = historyAfter([
    makeUpload({ from: '2026-06-01', to: '2026-06-30', kept: 3000, currencies: { EUR: 3000 } }),
  ]);
  const bad = makeUpload({ kept: 60, quarantined: 40, future: 30, currencies: { USD: 60 } });

  it.each([
    ['maxQuarantinedShare', null, 'quarantined-share'],
    ['maxFutureShare', null, 'future-share'],
    ['maxDropFactor', null, 'drop-size'],
    ['holdNewCurrency', false, 'new-currency'],
  ])('turns off by %s: %j the check %s only', (name, off, check) => {
    const all = findings([bad], { history });

    expect(all.length).toBe(4);
    expect(findings([bad], { history, policy: { [name]: off } })).toEqual(
      all.filter((finding) => finding.check !== check),
    );
  });

  it('rejects invalid limits and unknown names', () => {
    for (const gate of [{ maxDropFactor: 1 }, { maxFutureShare: 1.1 }, { minRows: 0 }, { maxBadRows: 0.1 }]) {
      expect(() => parsePolicy({ gate })).toThrow('gate');
    }
  });
});

it('has the same findings whatever the order of uploads', () => {
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
      return makeUpload({
        kept,
        quarantined,
        currencies: { [currency]: kept },
        ...(from && { from }),
        ...(to && { to }),
      });
    });
  const history = historyAfter([makeUpload({ to: '2026-07-10', currencies: { EUR: 1 } })]);
  const messages = (uploads: DroppedUpload[]) =>
    findings(uploads, { history })
      .map(({ message }) => message)
      .toSorted();

  fc.assert(
    fc.property(fc.array(upload, { maxLength: 6 }), (uploads) => {
      expect(messages(uploads)).toEqual(messages(uploads.toReversed()));
    }),
  );
});
