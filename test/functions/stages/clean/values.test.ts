import { describe, expect, it } from 'vitest';
import { taken } from './clean-upload.ts';

describe('amounts', () => {
  it.each([
    { text: '1234.5', amount: 1234.5 },
    { text: '1,234.50', amount: 1234.5 },
    { text: '1,234,567', amount: 1_234_567 },
    { text: '12,50', amount: 12.5 },
    { text: '1.234,50', amount: 1234.5 },
    { text: '(5.00)', amount: -5 },
    { text: '5.00-', amount: -5 },
    { text: '-¥5.00', amount: -5 },
    { text: 'CNY 5', amount: 5 },
    { text: '１２．５０', amount: 12.5 },
    { text: '1 234,5 €', amount: 1234.5 },
    { text: '12,34,567.5', amount: 1_234_567.5 },
    { text: '¥12.00', amount: 12 },
    { text: '￥1,200.00', amount: 1200 },
    { text: '$ 3.99', amount: 3.99 },
    { text: ' 8 ', amount: 8 },
    { text: '0', amount: 0 },
  ])('written as "$text" are read as $amount', async ({ text, amount }) => {
    const { rows } = await taken(`customer_id,date,amount\nc1,2026-07-01,"${text}"\n`);
    expect(Number(rows[0]?.amount)).toBe(amount);
  });

  it.each(['12,34,56', '1.2.3', 'twelve', '5 + 5', '(5', '1e5x'])(
    'written as "%s" are rejected rather than guessed',
    async (text) => {
      const { report } = await taken(`customer_id,date,amount\nc1,2026-07-01,"${text}"\n`);
      expect(report.reasons).toEqual({ bad_amount: 1 });
    },
  );
});

describe('dates', () => {
  const read = async (texts: string[], policy = {}) => {
    const lines = texts.map((text, index) => `c${index},"${text}",5`);
    const { rows, report } = await taken(`customer_id,date,amount\n${lines.join('\n')}\n`, { policy });
    return { days: rows.map(({ ordered_at }) => String(ordered_at)), report };
  };

  it.each([
    { text: '2020年2月21日', time: '2020-02-21 00:00:00' },
    { text: '2020年02月21日 08:05', time: '2020-02-21 08:05:00' },
    { text: '2020/2/21', time: '2020-02-21 00:00:00' },
    { text: '20200221', time: '2020-02-21 00:00:00' },
    { text: '21 Feb 2020', time: '2020-02-21 00:00:00' },
    { text: 'February 21, 2020', time: '2020-02-21 00:00:00' },
    { text: '2/21/2020 8:05:00 PM', time: '2020-02-21 20:05:00' },
    { text: '21.02.2020', time: '2020-02-21 00:00:00' },
    { text: '2020-02-21T08:05:06', time: '2020-02-21 08:05:06' },
  ])('written as "$text" are read as $time', async ({ text, time }) => {
    expect((await read([text])).days).toEqual([time]);
  });

  it('are day-first in the entire column if one of them must be', async () => {
    const { days, report } = await read(['01/02/2020', '21/02/2020', '03/04/2020']);
    expect(days).toEqual(['2020-02-01 00:00:00', '2020-02-21 00:00:00', '2020-04-03 00:00:00']);
    expect(report.date_formats).toEqual(['%d/%m/%Y']);
  });

  it('are month-first in the entire column if most of the unambiguous ones are; the others are rejected', async () => {
    const { days, report } = await read(['02/21/2020', '02/22/2020', '21/02/2020']);
    expect(days).toEqual(['2020-02-21 00:00:00', '2020-02-22 00:00:00']);
    expect(report.reasons).toEqual({ bad_date: 1 });
  });

  it('are read by the policy if the column is ambiguous', async () => {
    expect((await read(['01/02/2020'], { dayFirst: true })).days).toEqual(['2020-02-01 00:00:00']);
    expect((await read(['01/02/2020'])).days).toEqual(['2020-01-02 00:00:00']);
  });

  it('can have several formats in one column', async () => {
    const { days } = await read(['2020-02-21', '2020/02/22', '2020-02-23 10:00']);
    expect(days).toEqual(['2020-02-21 00:00:00', '2020-02-22 00:00:00', '2020-02-23 10:00:00']);
  });

  it.each(['45658', '1767225600', '1767225600000'])(
    'as implausible numbers such as %s are rejected',
    async (number) => {
      const { days, report } = await read([number, number, number, '99999999999999999999', '9'.repeat(300)]);
      expect(days).toHaveLength(3);
      expect(report.reasons).toEqual({ bad_date: 2 });
    },
  );

  it("with an offset are converted to the policy's time zone", async () => {
    const { days } = await read(['2020-02-21T16:00:00Z', '2020-02-21 23:30:00-05:00'], { timeZone: 'Asia/Shanghai' });
    expect(days).toEqual(['2020-02-22 00:00:00', '2020-02-22 12:30:00']);
  });
});
