import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noHistory } from '../../../../shared/domain/quality/drop-history.ts';
import { measureDrops } from '../../../../shared/domain/quality/drops.ts';
import { updateHistory } from '../../../../shared/domain/quality/update-drop-history.ts';
import { historyOf, TODAY, uploadOf } from './dropped-uploads.ts';

const june = uploadOf({ from: '2026-06-01', to: '2026-06-30', kept: 300 });
const july = uploadOf({ from: '2026-07-01', to: '2026-07-31', kept: 620 });

describe('a drop', () => {
  it('is measured by the days it spans', () => {
    expect(measureDrops([july], noHistory, TODAY)).toMatchObject([
      { dataset: 'orders', kept: 620, first_on: '2026-07-01', last_on: '2026-07-31', days: 31, rate: 20 },
    ]);
  });

  it('has nothing to be compared with when it is the first', () => {
    expect(measureDrops([july], noHistory, TODAY)).toMatchObject([{ usual: null, change: null, is_correction: false }]);
  });

  it('is compared with the rate of the one before', () => {
    expect(measureDrops([july], historyOf([june]), TODAY)).toMatchObject([{ usual: 10, change: 2 }]);
  });

  it('of one day is as usual after one of a month', () => {
    const day = uploadOf({ from: '2026-07-01', to: '2026-07-01', kept: 10 });

    expect(measureDrops([day], historyOf([june]), TODAY)).toMatchObject([{ days: 1, change: 1 }]);
  });

  it('counts days that several uploads share once, and none between them', () => {
    const uploads = [
      uploadOf({ from: '2026-01-01', to: '2026-01-10' }),
      uploadOf({ from: '2026-01-08', to: '2026-01-12' }),
      uploadOf({ from: '2026-01-09', to: '2026-01-09' }),
      uploadOf({ from: '2026-06-01', to: '2026-06-03' }),
    ];

    expect(measureDrops(uploads, noHistory, TODAY)).toMatchObject([{ days: 15 }]);
  });

  it('is not made longer by dates after the day of the run', () => {
    const typo = uploadOf({ from: '2026-07-01', to: '2062-07-31', future: 1 });

    expect(measureDrops([typo], noHistory, TODAY)).toMatchObject([{ last_on: TODAY, days: 32 }]);
    expect(measureDrops([{ ...typo, newest_order_on: '2026-07-30' }], noHistory, TODAY)).toMatchObject([
      { last_on: '2026-07-30', days: 30 },
    ]);
  });

  it('is not measured where it has no date up to the day of the run, or no row', () => {
    const uploads = [
      uploadOf({ from: null, to: null }),
      uploadOf({ from: '2026-08-02', to: '2026-08-03' }),
      uploadOf({ kept: 0 }),
    ];

    expect(measureDrops(uploads, noHistory, TODAY)).toEqual([]);
  });

  it('has the same rate however its days are dealt out to files', () => {
    const dayCount = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(dayCount, (lengths) => {
        const dayAt = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
        let begun = 0;
        const files = lengths.map((length) => {
          const [from, to] = [dayAt(begun), dayAt(begun + length - 1)];
          begun += length;
          return uploadOf({ from, to, kept: 7 * length });
        });

        const [drop] = measureDrops(files.toReversed(), noHistory, TODAY);
        expect(drop).toMatchObject({ days: begun, rate: 7, first_on: dayAt(0), last_on: dayAt(begun - 1) });
      }),
    );
  });
});

describe('a correction', () => {
  it('is a drop that ends no later than the days seen so far', () => {
    const mended = uploadOf({ from: '2026-06-03', to: '2026-06-30', kept: 4 });

    expect(measureDrops([mended], historyOf([june]), TODAY)).toMatchObject([{ kept: 4, is_correction: true }]);
  });

  it('is a file that comes out of quarantine, also where its rows are of days not seen so far', () => {
    const mended = { ...uploadOf({ from: '2026-07-01', to: '2026-07-02', kept: 4 }), is_mended: true };

    expect(measureDrops([mended], historyOf([june]), TODAY)).toMatchObject([{ kept: 4, is_correction: true }]);
  });

  it('is left out where it comes along with something new', () => {
    const mended = uploadOf({ from: '2024-01-01', to: '2026-06-30', kept: 4 });

    expect(measureDrops([mended, july], historyOf([june]), TODAY)).toMatchObject([
      { uploads: 1, days: 31, change: 2, is_correction: false },
    ]);
  });

  it('does not change what is usual', () => {
    const mended = uploadOf({ from: '2026-06-03', to: '2026-06-30', kept: 4 });

    expect(historyOf([june], [mended])).toEqual(historyOf([june]));
  });
});

describe('a list of customers', () => {
  const list = (kept: number, quarantined = 0) =>
    uploadOf({ dataset: 'customers', kept, quarantined, from: null, to: null });

  it('is compared with the one before, row by row', () => {
    expect(measureDrops([list(110)], historyOf([list(500)], [list(100)]), TODAY)).toMatchObject([
      { dataset: 'customers', rate: 110, usual: 100, change: 1.1 },
    ]);
  });

  it('is a correction when it is no longer than what the one before left in quarantine', () => {
    const history = historyOf([list(500, 12)]);
    const isCorrection = (kept: number) => measureDrops([list(kept)], history, TODAY)[0]?.is_correction;

    expect([isCorrection(12), isCorrection(13)]).toEqual([true, false]);
  });
});

describe('what is usual', () => {
  const ofDay = (day: number, kept: number) => {
    const on = `2026-06-${String(day).padStart(2, '0')}`;
    return [uploadOf({ from: on, to: on, kept })];
  };

  it('is the median of the drops before, so that one that was accepted does not spoil it', () => {
    const history = historyOf(ofDay(1, 10), ofDay(2, 1000), ofDay(3, 12));

    expect(measureDrops(ofDay(4, 12), history, TODAY)).toMatchObject([{ usual: 12, change: 1 }]);
  });

  it('is told by the latest 24 drops', () => {
    const history = historyOf(...Array.from({ length: 30 }, (_, index) => ofDay(index + 1, index + 1)));

    expect(history.datasets.orders).toMatchObject({ first_on: '2026-06-01', last_on: '2026-06-30' });
    expect(history.datasets.orders?.drops.map(({ kept }) => kept)).toEqual(
      Array.from({ length: 24 }, (_, at) => at + 7),
    );
  });

  it('is the same for the same run, however often it is calculated', () => {
    const history = historyOf([june]);
    const once = () => updateHistory(history, 'again', [july], measureDrops([july], history, TODAY));

    expect(once()).toEqual(once());
  });

  it('remembers every currency', () => {
    const history = historyOf([uploadOf({ currencies: { EUR: 3 } })], [uploadOf({ currencies: { CNY: 1, EUR: 9 } })]);

    expect(history.currencies).toEqual(['CNY', 'EUR']);
  });
});
