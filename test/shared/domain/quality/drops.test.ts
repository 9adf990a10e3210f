import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noHistory } from '../../../../shared/domain/quality/drop-history.ts';
import { measureDrops } from '../../../../shared/domain/quality/drops.ts';
import { updateHistory } from '../../../../shared/domain/quality/update-drop-history.ts';
import { historyAfter, makeUpload, TODAY } from './dropped-uploads.ts';

const june = makeUpload({ from: '2026-06-01', to: '2026-06-30', kept: 300 });
const july = makeUpload({ from: '2026-07-01', to: '2026-07-31', kept: 620 });

describe('a drop', () => {
  it('is measured by the days that it covers', () => {
    expect(measureDrops([july], noHistory, TODAY)).toMatchObject([
      { dataset: 'orders', kept: 620, first_on: '2026-07-01', last_on: '2026-07-31', days: 31, rate: 20 },
    ]);
  });

  it('is compared with nothing when it is the first', () => {
    expect(measureDrops([july], noHistory, TODAY)).toMatchObject([{ usual: null, change: null, is_correction: false }]);
  });

  it('is compared with the rate of the previous drop', () => {
    expect(measureDrops([july], historyAfter([june]), TODAY)).toMatchObject([{ usual: 10, change: 2 }]);
  });

  it('of one day has the usual rate after a drop of a month', () => {
    const day = makeUpload({ from: '2026-07-01', to: '2026-07-01', kept: 10 });

    expect(measureDrops([day], historyAfter([june]), TODAY)).toMatchObject([{ days: 1, change: 1 }]);
  });

  it('counts days shared by several uploads once, and no days between uploads', () => {
    const uploads = [
      makeUpload({ from: '2026-01-01', to: '2026-01-10' }),
      makeUpload({ from: '2026-01-08', to: '2026-01-12' }),
      makeUpload({ from: '2026-01-09', to: '2026-01-09' }),
      makeUpload({ from: '2026-06-01', to: '2026-06-03' }),
    ];

    expect(measureDrops(uploads, noHistory, TODAY)).toMatchObject([{ days: 15 }]);
  });

  it('is not extended by dates after the date of the run', () => {
    const typo = makeUpload({ from: '2026-07-01', to: '2062-07-31', future: 1 });

    expect(measureDrops([typo], noHistory, TODAY)).toMatchObject([{ last_on: TODAY, days: 32 }]);
    expect(measureDrops([{ ...typo, newest_order_on: '2026-07-30' }], noHistory, TODAY)).toMatchObject([
      { last_on: '2026-07-30', days: 30 },
    ]);
  });

  it('is not measured without a row dated up to the date of the run', () => {
    const uploads = [
      makeUpload({ from: null, to: null }),
      makeUpload({ from: '2026-08-02', to: '2026-08-03' }),
      makeUpload({ kept: 0 }),
    ];

    expect(measureDrops(uploads, noHistory, TODAY)).toEqual([]);
  });

  it('has the same rate however its days are distributed over files', () => {
    const dayCount = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(dayCount, (lengths) => {
        const dayAt = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
        let begun = 0;
        const files = lengths.map((length) => {
          const [from, to] = [dayAt(begun), dayAt(begun + length - 1)];
          begun += length;
          return makeUpload({ from, to, kept: 7 * length });
        });

        const [drop] = measureDrops(files.toReversed(), noHistory, TODAY);
        expect(drop).toMatchObject({ days: begun, rate: 7, first_on: dayAt(0), last_on: dayAt(begun - 1) });
      }),
    );
  });
});

describe('a correction', () => {
  it('is a drop that ends no later than the days seen so far', () => {
    const correction = makeUpload({ from: '2026-06-03', to: '2026-06-30', kept: 4 });

    expect(measureDrops([correction], historyAfter([june]), TODAY)).toMatchObject([{ kept: 4, is_correction: true }]);
  });

  it('is a quarantine repair, even with rows on days not seen so far', () => {
    const repaired = { ...makeUpload({ from: '2026-07-01', to: '2026-07-02', kept: 4 }), is_mended: true };

    expect(measureDrops([repaired], historyAfter([june]), TODAY)).toMatchObject([{ kept: 4, is_correction: true }]);
  });

  it('is left out when other uploads have new data', () => {
    const correction = makeUpload({ from: '2024-01-01', to: '2026-06-30', kept: 4 });

    expect(measureDrops([correction, july], historyAfter([june]), TODAY)).toMatchObject([
      { uploads: 1, days: 31, change: 2, is_correction: false },
    ]);
  });

  it('does not change the history', () => {
    const correction = makeUpload({ from: '2026-06-03', to: '2026-06-30', kept: 4 });

    expect(historyAfter([june], [correction])).toEqual(historyAfter([june]));
  });
});

describe('a list of customers', () => {
  const list = (kept: number, quarantined = 0) =>
    makeUpload({ dataset: 'customers', kept, quarantined, from: null, to: null });

  it('is compared with the previous list by number of rows', () => {
    expect(measureDrops([list(110)], historyAfter([list(500)], [list(100)]), TODAY)).toMatchObject([
      { dataset: 'customers', rate: 110, usual: 100, change: 1.1 },
    ]);
  });

  it('is a correction when it has no more rows than the previous list left in quarantine', () => {
    const history = historyAfter([list(500, 12)]);
    const isCorrection = (kept: number) => measureDrops([list(kept)], history, TODAY)[0]?.is_correction;

    expect([isCorrection(12), isCorrection(13)]).toEqual([true, false]);
  });
});

describe('the usual rate', () => {
  const dayDrop = (day: number, kept: number) => {
    const on = `2026-06-${String(day).padStart(2, '0')}`;
    return [makeUpload({ from: on, to: on, kept })];
  };

  it('is the median of earlier drops, so that a single accepted outlier does not distort it', () => {
    const history = historyAfter(dayDrop(1, 10), dayDrop(2, 1000), dayDrop(3, 12));

    expect(measureDrops(dayDrop(4, 12), history, TODAY)).toMatchObject([{ usual: 12, change: 1 }]);
  });

  it('depends on the latest 24 drops', () => {
    const history = historyAfter(...Array.from({ length: 30 }, (_, index) => dayDrop(index + 1, index + 1)));

    expect(history.datasets.orders).toMatchObject({ first_on: '2026-06-01', last_on: '2026-06-30' });
    expect(history.datasets.orders?.drops.map(({ kept }) => kept)).toEqual(
      Array.from({ length: 24 }, (_, at) => at + 7),
    );
  });

  it('is the same each time it is calculated for a run', () => {
    const history = historyAfter([june]);
    const once = () => updateHistory(history, 'again', [july], measureDrops([july], history, TODAY));

    expect(once()).toEqual(once());
  });

  it('comes with every currency seen so far', () => {
    const history = historyAfter(
      [makeUpload({ currencies: { EUR: 3 } })],
      [makeUpload({ currencies: { CNY: 1, EUR: 9 } })],
    );

    expect(history.currencies).toEqual(['CNY', 'EUR']);
  });
});
