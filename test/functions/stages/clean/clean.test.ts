import { describe, expect, it } from 'vitest';
import { taken } from './clean-upload.ts';

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

  it('keep their .0 if only some have it', async () => {
    expect(await idsOf('17850.0', '13047')).toEqual(['13047', '17850.0']);
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
