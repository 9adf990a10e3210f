import { describe, expect, it } from 'vitest';
import { rejection, taken } from './clean-upload.ts';

const HEADER = 'customer_id,order_id,date,amount';

/** A file of orders, one per line. */
const orders = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`;
const good = (number: number) => `c${number},${number},2026-07-01,${number}`;

describe('an unusable row', () => {
  it.each([
    { what: 'without a customer', line: ',7,2026-07-01,5', reason: 'missing_customer_id', column: 'customer_id' },
    {
      what: 'with a missing-value word as customer',
      line: 'N/A,7,2026-07-01,5',
      reason: 'missing_customer_id',
      column: 'customer_id',
    },
    { what: 'without a date', line: 'c7,7,,5', reason: 'missing_date', column: 'ordered_at' },
    { what: 'with an unreadable date', line: 'c7,7,soon,5', reason: 'bad_date', column: 'ordered_at' },
    {
      what: 'with a date that does not exist',
      line: 'c7,7,2026-02-30,5',
      reason: 'bad_date',
      column: 'ordered_at',
    },
    { what: 'with an implausible year', line: 'c7,7,0202-07-01,5', reason: 'bad_date', column: 'ordered_at' },
    { what: 'without an amount', line: 'c7,7,2026-07-01,', reason: 'missing_amount', column: 'amount' },
    { what: 'with an unreadable amount', line: 'c7,7,2026-07-01,five', reason: 'bad_amount', column: 'amount' },
  ])('$what is quarantined with its number, reason and text', async ({ line, reason, column }) => {
    const { refused, report, rows } = await taken(orders(good(1), line, good(3)));
    expect(report).toMatchObject({ rows: 3, kept: 2, quarantined: 1, reasons: { [reason]: 1 } });
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(['c1', 'c3']);
    const [customer_id, order_id, date, amount] = line.split(',').map((value) => value || null);
    expect(refused).toEqual([
      {
        strata_row: '2',
        strata_reason: reason,
        strata_column: column,
        strata_upload: expect.stringContaining('20260801T090000000Z-'),
        strata_raw: null,
        customer_id,
        order_id,
        date,
        amount,
      },
    ]);
  });

  it('is identified in its file by its number', async () => {
    const { refused, report } = await taken(
      orders(',1,2026-07-01,5', good(2), 'c3,3,never,5', good(4), 'c5,5,2026-07-01,x'),
    );
    expect(refused.map(({ strata_row, strata_reason }) => [strata_row, strata_reason])).toEqual([
      ['1', 'missing_customer_id'],
      ['3', 'bad_date'],
      ['5', 'bad_amount'],
    ]);
    expect(report.reasons).toEqual({ bad_amount: 1, bad_date: 1, missing_customer_id: 1 });
  });
});

describe('a row with too many or too few columns', () => {
  it.each([
    { what: 'many', line: 'c2,2,2026-07-01,5,extra' },
    { what: 'few', line: 'c2,2' },
  ])('is quarantined as malformed if it has too $what, and later rows keep their numbers', async ({ line }) => {
    const { refused, report, rows } = await taken(orders(good(1), line, good(3), 'c4,4,never,5', good(5)));
    expect(report.reasons).toEqual({ malformed_row: 1, bad_date: 1 });
    expect(refused.map(({ strata_row, strata_reason, strata_raw }) => [strata_row, strata_reason, strata_raw])).toEqual(
      [
        ['2', 'malformed_row', line],
        ['4', 'bad_date', null],
      ],
    );
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(['c1', 'c3', 'c5']);
  });

  it('can be the first and the last', async () => {
    const { refused, rows } = await taken(orders('x', good(2), 'x,y', good(4), 'a,b,c,d,e'));
    expect(refused.map(({ strata_row }) => strata_row)).toEqual(['1', '3', '5']);
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(['c2', 'c4']);
  });
});

describe('malformed rows', () => {
  it('and the following rows have numbers that do not count empty lines', async () => {
    const { refused, report, rows } = await taken(
      orders('', good(1), '', '', 'x', '', good(3), 'c4,4,never,5', '', ''),
    );
    expect(report).toMatchObject({ rows: 4, kept: 2, reasons: { malformed_row: 1, bad_date: 1 } });
    expect(refused.map(({ strata_row }) => strata_row)).toEqual(['2', '4']);
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(['c1', 'c3']);
  });

  it('in a sequence do not change the numbers of the following rows', async () => {
    const { refused, rows } = await taken(orders('x', good(2), 'x,y', 'x,y,z', good(5), 'a,b,c,d,e'));
    expect(refused.map(({ strata_row }) => strata_row)).toEqual(['1', '3', '4', '6']);
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(['c2', 'c5']);
  });

  it('alone are not a table: the upload is rejected', async () => {
    const { report } = await rejection(orders('x', 'y,z'));
    expect(report).toMatchObject({
      error: 'UnreadableUploadError',
      message: 'Not one of 2 rows has the 4 columns of the header',
    });
  });
});

describe('a quarantine file that is uploaded again', () => {
  const first = '20260701T000000000Z-aaaaaaaaaaaa';
  const upload = [
    `strata_row,strata_reason,strata_column,strata_upload,strata_raw,${HEADER}`,
    `2,bad_date,ordered_at,${first},,c2,2,2026-07-02,5`,
    `6,malformed_row,,${first},"c6,6",,,,`,
    `7,bad_amount,amount,${first},,c7,7`,
    `9,bad_date,ordered_at,${first},,c9,9,never,5`,
    ',,,,,c1,1,2026-07-01,5',
    ',,,,,c4,4,never,5',
    `x,,,${first},,c5,5,2026-07-01,5`,
  ].join('\n');

  it('has rows that belong to their original upload, which they name', async () => {
    const { rows, report } = await taken(upload);
    expect(report.is_mended).toBe(true);
    const own = expect.stringMatching(/^20260801T/);
    expect(
      rows.map(({ order_id, upload_id, repaired_row, repaired_by }) => [
        order_id,
        upload_id,
        repaired_row,
        repaired_by,
      ]),
    ).toEqual([
      ['1', own, null, null],
      ['2', first, '2', own],
      ['5', own, null, null],
    ]);
  });

  it('keeps unrepaired rows in quarantine, malformed ones too, with their original upload and number', async () => {
    const { refused } = await taken(upload);
    expect(
      refused.map(({ strata_row, strata_reason, strata_upload }) => [strata_row, strata_reason, strata_upload]),
    ).toEqual([
      ['6', 'missing_customer_id', first],
      ['6', 'bad_date', expect.stringMatching(/^20260801T/)],
      ['7', 'malformed_row', first],
      ['9', 'bad_date', first],
    ]);
    expect(refused[0]?.strata_raw).toBe('c6,6');
  });
});

describe('columns that identify a person', () => {
  const secret = 'SECRET';
  const upload = [
    'customer_id,Full Name,date,amount,E-mail,Phone,收货人',
    `c1,${secret},2026-07-01,5,${secret}@x.org,${secret},${secret}`,
    `c2,${secret},never,5,${secret}@x.org,${secret},${secret}`,
    `c3,${secret},2026-07-01`,
    `,${secret},2026-07-01,5,,,${secret}`,
  ].join('\n');

  it('reach neither the lake nor quarantine, not even in malformed rows', async () => {
    const { rows, quarantine, refused, report } = await taken(upload);
    expect(report).toMatchObject({ kept: 1, quarantined: 3 });
    expect(report.dropped_columns).toEqual(['Full Name', 'E-mail', 'Phone', '收货人']);
    expect(JSON.stringify([rows, report, quarantine])).not.toContain(secret);
    expect(Object.keys(refused[0] ?? {})).not.toContain('Phone');
  });

  it('do not reach the attributes of customers', async () => {
    const { rows, report } = await taken(`customer_id,name,email,country,plan\nc1,${secret},${secret},Peru,pro\n`);
    expect(report.attributes).toEqual(['plan']);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
