import { describe, expect, it } from 'vitest';
import { rejection, taken } from './clean-upload.ts';

const HEADER = 'customer_id,order_id,date,amount,quantity,status';

/** A file of orders, one per line. */
const orders = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`;

describe('clean rows', () => {
  it('have the typed canonical columns that the upload has', async () => {
    const few = await taken('customer_id,date,amount\nc1,2026-07-01,5\n');
    const common = {
      customer_id: 'VARCHAR',
      order_id: 'VARCHAR',
      ordered_at: 'TIMESTAMP',
      amount: 'DECIMAL(18,4)',
      quantity: 'DECIMAL(18,4)',
      kind: 'VARCHAR',
      upload_id: 'VARCHAR',
    };
    expect(few.types).toEqual(common);

    const many = await taken(
      'customer_id,date,amount,product,category,channel,region,currency,strata_upload,strata_row\n' +
        'c1,2026-07-01,5,p,c,web,north,EUR,20260801T090000000Z-aac642140bca,1\n',
    );
    expect(many.types).toEqual({
      ...common,
      product: 'VARCHAR',
      category: 'VARCHAR',
      channel: 'VARCHAR',
      region: 'VARCHAR',
      currency: 'VARCHAR',
      repaired_row: 'BIGINT',
      repaired_by: 'VARCHAR',
    });
  });

  it('have the values of the upload, and the upload id', async () => {
    const { rows, report, newestOrderOn } = await taken(
      'Customer ID,Order No,Order Date,Total,SKU,Country,Currency\n 007 ,A-1,2026-07-01 10:20:30,12.5,S1,Peru,eur\n',
    );
    expect(rows).toEqual([
      expect.objectContaining({
        customer_id: '007',
        order_id: 'A-1',
        ordered_at: '2026-07-01 10:20:30',
        amount: '12.5000',
        kind: 'purchase',
        product: 'S1',
        region: 'Peru',
        currency: 'EUR',
        upload_id: expect.stringContaining('20260801T090000000Z-'),
      }),
    ]);
    expect(report).toMatchObject({
      dataset: 'orders',
      delimiter: ',',
      rows: 1,
      kept: 1,
      newest_order_on: '2026-07-01',
    });
    expect(newestOrderOn).toBe('2026-07-01');
  });

  it('use quantity times unit price without an amount', async () => {
    const { rows } = await taken('customer_id,date,quantity,unit_price\nc1,2026-07-01,3,2.50\n');
    expect(rows[0]).toMatchObject({ amount: '7.5000', quantity: '3.0000' });
  });

  it('identify an order by its time without an order number', async () => {
    const { rows } = await taken('customer_id,date,amount\nc1,2026-07-01 08:05,1\n');
    expect(rows[0]?.order_id).toBe('20260701T080500');
  });

  it('of one customer are in one bucket', async () => {
    const { keys } = await taken(orders('c1,1,2026-07-01,5,1,', 'c1,2,2026-07-02,6,1,', 'c1,3,2026-07-03,7,1,'));
    expect(keys.filter((key) => key.startsWith('clean/orders/bucket='))).toHaveLength(1);
  });

  it('replace those of an earlier attempt at the same upload', async () => {
    const leftOver = [0, 1, 2, 3].map((bucket) => `clean/orders/bucket=00${bucket}/upload=<upload>/7.parquet`);
    const { keys } = await taken(orders('c1,1,2026-07-01,5,1,'), { leftOver });
    expect(keys).toHaveLength(1);
  });
});

it('ignores orders after the day of the run for the newest one', async () => {
  const { newestOrderOn } = await taken(orders('c1,1,2026-07-30,5,1,', 'c1,2,2062-01-01,5,1,'));
  expect(newestOrderOn).toBe('2026-07-30');
});

describe('customer ids', () => {
  const idsOf = async (...ids: string[]) => {
    const { rows } = await taken(orders(...ids.map((id, index) => `${id},${index},2026-07-01,5,1,`)));
    return rows.map(({ customer_id }) => customer_id);
  };

  it('keep their leading zeros', async () => {
    expect(await idsOf('00042', '0042', '42')).toEqual(['00042', '0042', '42']);
  });

  it('lose their .0 if all have it', async () => {
    expect(await idsOf('17850.0', '13047.0', '00042.00')).toEqual(['00042', '13047', '17850']);
  });

  it('lose their .0 if some are missing and all others have it', async () => {
    const { rows, report } = await taken(orders('17850.0,1,2026-07-01,5,1,', ',2,2026-07-01,5,1,'));
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(['17850']);
    expect(report.reasons).toEqual({ missing_customer_id: 1 });
  });

  it('lose their .0 if only some have it, as in data frames put together', async () => {
    expect(await idsOf('17850.0', '17850', '13047', 'C7')).toEqual(['13047', '17850', '17850', 'C7']);
  });

  it('keep what is behind a point if some have other digits there', async () => {
    expect(await idsOf('1234.5678', '1234.0')).toEqual(['1234.0', '1234.5678']);
  });

  it('that differ in capitals are kept apart and counted', async () => {
    const { rows, report } = await taken(
      orders('k1,1,2026-07-01,5,1,', 'K1,2,2026-07-01,5,1,', 'K2,3,2026-07-01,5,1,'),
    );
    expect(rows.map(({ customer_id }) => customer_id)).toEqual(['K1', 'K2', 'k1']);
    expect(report.quality?.differ_in_case).toBe(1);
  });

  it('lose what nobody sees', async () => {
    const written = [
      '1001',
      '1001\t',
      '\u200b1001',
      '1001\u200e',
      '\ufeff1001',
      '\u00a01001',
      '１００１',
      '10\u00ad01',
      '\u202a1001\u202c',
    ];
    expect(new Set(await idsOf(...written))).toEqual(new Set(['1001']));
  });

  it.each([
    { ids: ['4.40310E+17', '4.40311E+17', '12'], message: 'has ids such as x.xxxxxE+17' },
    {
      ids: ['6214830123456780', '6214830123456780000', '62148301234567800'],
      message: 'end with zeros after 15 digits',
    },
  ])('reject the file if a spreadsheet has rounded them: $message', async ({ ids, message }) => {
    const lines = orders(...ids.map((id, index) => `${id},${index},2026-07-01,5,1,`));
    const { report } = await rejection(lines);
    expect(report).toMatchObject({ error: 'UnreadableUploadError', message: expect.stringContaining(message) });
  });

  it('reject the file if a spreadsheet has rounded the order numbers', async () => {
    const { report } = await rejection(orders('c1,2.02605E+17,2026-07-01,5,1,', 'c2,2.02605E+17,2026-07-01,5,1,'));
    expect(report.message).toContain('Data > From Text/CSV');
  });

  it.each([
    { policy: {}, phones: ['13800001111', '+86 13800001111', '138 0000 1111', '0086-138-0000-1111', '8613800001111'] },
    {
      policy: { country: 'GB' },
      phones: ['07700 900123', '+44 7700 900123', '+44 (0)7700-900123', '0044 7700 900123', '447700900123'],
    },
    { policy: { country: 'US' }, phones: ['(415) 555-2671', '+1 415 555 2671', '415.555.2671', '1-415-555-2671'] },
  ])('that are telephones are one customer in any writing: $phones.0', async ({ policy, phones }) => {
    const lines = phones.map((phone, index) => `"${phone}",${index},2026-07-01,5`);
    const { rows } = await taken(`Customer Phone,order_id,date,amount\n${lines.join('\n')}\n`, { policy });
    expect(rows).toHaveLength(phones.length);
    expect(new Set(rows.map(({ customer_id }) => customer_id)).size).toBe(1);
  });
});

describe('an order line', () => {
  const kindsOf = async (...lines: string[]) => {
    const { rows, report } = await taken(orders(...lines));
    return { kinds: rows.map(({ kind, amount }) => [kind, Number(amount)]), report };
  };

  it('is a return with negative money if its quantity or amount is negative', async () => {
    const { kinds, report } = await kindsOf('c1,1,2026-07-01,5,-1,', 'c1,2,2026-07-01,-6,1,', 'c1,3,2026-07-01,-7,-1,');
    expect(kinds).toEqual([
      ['return', -5],
      ['return', -6],
      ['return', -7],
    ]);
    expect(report).toMatchObject({ kept: 3, returns: 3 });
  });

  it('is a return if its order number has a leading C and others are digits', async () => {
    const { kinds } = await kindsOf(
      'c1,536365,2026-07-01,5,1,',
      'c1,536366,2026-07-01,5,1,',
      'c1,C536379,2026-07-01,5,1,',
    );
    expect(kinds.map(([kind]) => kind)).toEqual(['purchase', 'purchase', 'return']);
  });

  it('is a purchase if all order numbers have a leading C', async () => {
    const { kinds } = await kindsOf('c1,C1,2026-07-01,5,1,', 'c1,C2,2026-07-01,5,1,');
    expect(kinds.map(([kind]) => kind)).toEqual(['purchase', 'purchase']);
  });

  it.each(['refund', 'Credit Note', '退款'])('is a return if its status is "%s"', async (status) => {
    expect((await kindsOf(`c1,1,2026-07-01,5,1,${status}`)).kinds).toEqual([['return', -5]]);
  });

  it.each(['returned', 'Refunded', '退款成功'])('is undone if its status is "%s"', async (status) => {
    const { kinds, report } = await kindsOf(`c1,1,2026-07-01,5,1,${status}`);
    expect(kinds).toEqual([['undone', 5]]);
    expect(report).toMatchObject({ kept: 1, returns: 1 });
  });

  it.each(['unpaid', 'Cancelled', '待付款'])(
    'is void if its status is "%s", and counts as filtered',
    async (status) => {
      const { kinds, report } = await kindsOf(`c1,1,2026-07-01,5,1,${status}`, 'c1,2,2026-07-01,5,1,paid');
      expect(kinds.map(([kind]) => kind)).toEqual(['void', 'purchase']);
      expect(report).toMatchObject({ kept: 1, filtered: 1 });
    },
  );
});

it('drops and counts all but the first of identical rows', async () => {
  const { rows, report } = await taken(
    orders('c1,1,2026-07-01,5,1,', 'c2,2,2026-07-01,5,1,', 'c1,1,2026-07-01,5,1,', 'c1,1,2026-07-01,5,1,'),
  );
  expect(rows.map(({ customer_id }) => customer_id)).toEqual(['c1', 'c2']);
  expect(report).toMatchObject({ rows: 4, kept: 2, duplicates: 2 });
});

describe('a customers file', () => {
  it('becomes profiles with its other columns as attributes', async () => {
    const { rows, types, report } = await taken(
      'customer_id,signup_date,country,type,newsletter\n007,2020-02-21,Peru,business,yes\nc2,,,,\n,2020-02-21,,,no\n',
    );
    expect(types).toMatchObject({ customer_id: 'VARCHAR', signed_up_at: 'TIMESTAMP', attributes: 'VARCHAR' });
    expect(rows[0]).toMatchObject({ customer_id: '007', signed_up_at: '2020-02-21 00:00:00', region: 'Peru' });
    expect(JSON.parse(String(rows[0]?.attributes))).toEqual({ newsletter: 'yes' });
    expect(report).toMatchObject({ dataset: 'customers', attributes: ['newsletter'], kept: 2, quarantined: 1 });
  });

  it('is accepted with totals and a currency', async () => {
    const { rows, report } = await taken(
      'customer_id,orders,monetary_total,last_order_at,currency\nc1,3,30.00,2026-07-01,EUR\nc2,4,40.00,2026-07-02,EUR\n',
    );
    expect(report).toMatchObject({ dataset: 'customers', is_aggregated: true, columns: { currency: 'currency' } });
    expect(rows.map(({ monetary_total }) => monetary_total)).toEqual(['30.0000', '40.0000']);
  });
});
