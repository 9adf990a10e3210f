import { describe, expect, it } from 'vitest';
import { rejection, taken } from './clean-upload.ts';

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
    { text: '30.00 CR', amount: -30 },
    { text: '30.00Cr.', amount: -30 },
    { text: '30.00 DR', amount: 30 },
    { text: '5.00 −', amount: -5 },
    { text: '1.2万', amount: 12_000 },
    { text: '1.23456万元', amount: 12_345.6 },
    { text: '¥3千', amount: 3000 },
    { text: '0.5亿', amount: 50_000_000 },
    { text: '1.5k€', amount: 1500 },
    { text: '€1.5K', amount: 1500 },
    { text: '2 Mio. EUR', amount: 2_000_000 },
    { text: '2.5 lakh', amount: 250_000 },
    { text: 'Rp 1.250.000', amount: 1_250_000 },
    { text: 'Rp.1.250.000,50', amount: 1_250_000.5 },
    { text: 'RM 12.50', amount: 12.5 },
    { text: '1 234,50 Kč', amount: 1234.5 },
    { text: '12,50 kr.', amount: 12.5 },
    { text: '12,50 zł', amount: 12.5 },
    { text: '250 руб.', amount: 250 },
    { text: '12,50 лв.', amount: 12.5 },
    { text: '12,50 lei', amount: 12.5 },
    { text: '฿1,250.00', amount: 1250 },
    { text: '250.000.000 ₫', amount: 250_000_000 },
    { text: '1.250.000 Ft', amount: 1_250_000 },
    { text: 'R$ 1.234,56', amount: 1234.56 },
    { text: 'R 250.50', amount: 250.5 },
  ])('written as "$text" are read as $amount', async ({ text, amount }) => {
    const { rows } = await taken(`customer_id,date,amount\nc1,2026-07-01,"${text}"\n`);
    expect(Number(rows[0]?.amount)).toBe(amount);
  });

  it.each([
    ...['12,34,56', '1.2.3', 'twelve', '5 + 5', '(5', '1e5x', '12 R', '5 XYZ', '1.2 mil', '1.2w', '3 kg', '-30.00 CR'],
    ...['-30.00 DR', '₹1.5 Cr', '9999999999999999亿', '1万2千', 'approx 5', '5 TOP', '△1,234'],
  ])('written as "%s" are rejected rather than guessed', async (text) => {
    const { report } = await taken(`customer_id,date,amount\nc1,2026-07-01,"${text}"\n`);
    expect(report.reasons).toEqual({ bad_amount: 1 });
  });
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
    { text: '2020/2/21 下午 8:05:00', time: '2020-02-21 20:05:00' },
    { text: '2020年2月21日（星期五）上午8:05', time: '2020-02-21 08:05:00' },
    { text: '2020/2/21 下午 15:05', time: '2020-02-21 15:05:00' },
    { text: '2020/02/21 午後 8:05', time: '2020-02-21 20:05:00' },
    { text: '2020/02/21 10:15:42 AM GMT+8', time: '2020-02-21 02:15:42' },
    { text: 'Feb 21, 2020 12:05:00 AM PST', time: '2020-02-21 08:05:00' },
    { text: 'Fri, 21 Feb 2020 10:00:00 +0530', time: '2020-02-21 04:30:00' },
    { text: 'Fri Feb 21 10:00:00 UTC 2020', time: '2020-02-21 10:00:00' },
    { text: '2020-02-21 10:00:00 UTC', time: '2020-02-21 10:00:00' },
    { text: 'February 21, 2020 8:05 p.m.', time: '2020-02-21 20:05:00' },
    { text: '21/02/2563', time: '2020-02-21 00:00:00' },
    { text: '109/02/29', time: '2020-02-29 00:00:00' },
    { text: '民國109年2月29日', time: '2020-02-29 00:00:00' },
    { text: '令和2年2月29日', time: '2020-02-29 00:00:00' },
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

  it.each([
    { of: 'one order that fits all', texts: ['99/12/31', '24/06/10'], first: '1999-12-31' },
    { of: 'days that lie close together', texts: ['24/06/10', '24/06/16'], first: '2024-06-10' },
    { of: 'days that lie close together', texts: ['13-05-24', '14-05-24'], first: '2024-05-13' },
  ])('with years of two digits have the order of $of', async ({ texts, first }) => {
    expect((await read(texts)).days[0]).toBe(`${first} 00:00:00`);
  });

  it('with years of two digits are asked for if two orders fit as well', async () => {
    const { report } = await rejection('customer_id,date,amount\nc1,21/06/20,5\nc1,20/06/21,5\n');
    expect(report.message).toContain('fit day-first and year-first');
    expect(report.message).toContain('{"dateFormats":["%y/%m/%d"]}');
    const policy = { dateFormats: ['%y/%m/%d'] };
    expect((await read(['21/06/20', '20/06/21'], policy)).days).toEqual(['2021-06-20 00:00:00', '2020-06-21 00:00:00']);
  });

  it("in a zone that several countries share are read in the policy's, or shown as unread", async () => {
    const text = '2020-02-21 10:00:00 CST';
    expect((await read([text], { timeZone: 'Asia/Shanghai' })).days).toEqual(['2020-02-21 10:00:00']);
    expect((await read([text], { timeZone: 'America/Chicago' })).days).toEqual(['2020-02-21 10:00:00']);
    const { report } = await read([text, '2020-02-21']);
    expect(report.unread_dates).toEqual([{ header: 'date', form: '9999-99-99 99:99:99 xxx', rows: 1 }]);
  });

  it("are read by the policy's patterns, and those of other columns as before", async () => {
    const { days } = await read(['2020w08', '2020-02-21'], { dateFormats: ['%Yw%U'] });
    expect(days).toContain('2020-02-21 00:00:00');
  });

  it('are reported as half-turned if one of two forms has no day above 12', async () => {
    const turned = await read(['31/01/2024', '2024-05-02 00:00:00', '29/02/2024', '2024-11-03 00:00:00']);
    expect(turned.report.half_turned_dates).toEqual(['date']);
    const fine = await read(['31/01/2024', '2024-05-02 00:00:00', '29/02/2024', '2024-11-13 00:00:00']);
    expect(fine.report.half_turned_dates).toBeUndefined();
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
