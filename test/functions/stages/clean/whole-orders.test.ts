import { describe, expect, it } from 'vitest';
import { taken } from './clean-upload.ts';

const csv = (...lines: string[]) => `${lines.join('\n')}\n`;
/** Customer, order, kind and amount of the clean rows. */
const outline = ({ rows }: Awaited<ReturnType<typeof taken>>) =>
  rows.map(({ customer_id, order_id, kind, amount }) => `${customer_id} ${order_id} ${kind} ${amount}`).toSorted();

describe('equal lines', () => {
  const header = 'order_id,order_date,customer_id,sku,quantity,price,order_total';

  it('all count where only then the lines sum to the total of their order', async () => {
    const found = await taken(
      csv(
        header,
        '71,2024-08-01,K1,TEA,1,7.50,22.50',
        '71,2024-08-01,K1,TEA,1,7.50,22.50',
        '71,2024-08-01,K1,TEA,1,7.50,22.50',
        '72,2024-08-02,K1,TEA,1,7.50,11.50',
        '72,2024-08-02,K1,CUP,1,4.00,11.50',
        '73,2024-08-03,K2,CUP,1,4.00,15.50',
        '73,2024-08-03,K2,CUP,1,4.00,15.50',
        '73,2024-08-03,K2,TEA,1,7.50,15.50',
      ),
    );

    expect(found.report).toMatchObject({
      kept: 8,
      duplicates: 0,
      money: { read: 49.5, purchases: 49.5, duplicates: 0 },
    });
    expect(outline(found).filter((row) => row === 'K1 71 purchase 7.5000')).toHaveLength(3);
  });

  it('all count in an order that is cancelled as a whole, too', async () => {
    const found = await taken(
      csv(
        `${header},status`,
        '71,2024-08-01,K1,TEA,1,7.50,19.00,cancelled',
        '71,2024-08-01,K1,TEA,1,7.50,19.00,cancelled',
        '71,2024-08-01,K1,CUP,1,4.00,19.00,cancelled',
        '72,2024-08-02,K1,TEA,1,7.50,11.50,cancelled',
        '72,2024-08-02,K1,TEA,1,7.50,11.50,cancelled',
        '72,2024-08-02,K1,CUP,1,4.00,11.50,cancelled',
        '73,2024-08-03,K1,TEA,1,7.50,15.00,paid',
        '73,2024-08-03,K1,TEA,1,7.50,15.00,paid',
        '73,2024-08-03,K1,CUP,1,4.00,15.00,cancelled',
      ),
    );
    expect(outline(found)).toEqual([
      'K1 71 void 4.0000',
      'K1 71 void 7.5000',
      'K1 71 void 7.5000',
      'K1 72 void 4.0000',
      'K1 72 void 7.5000',
      'K1 73 purchase 7.5000',
      'K1 73 purchase 7.5000',
      'K1 73 void 4.0000',
    ]);
  });

  it('count once where the total says so or nothing does, with the number and the worth of the copies in the report', async () => {
    const found = await taken(
      csv(
        header,
        '71,2024-08-01,K1,TEA,1,7.50,7.50',
        '71,2024-08-01,K1,TEA,1,7.50,7.50',
        '72,2024-08-02,K1,TEA,1,7.50,20.00',
        '72,2024-08-02,K1,TEA,1,7.50,20.00',
        '73,2024-08-03,K2,CUP,1,4.00,11.50',
        '73,2024-08-03,K2,TEA,1,7.50,11.50',
        '74,2024-08-03,K2,CUP,1,4.00,11.50',
        '74,2024-08-03,K2,TEA,1,7.50,11.50',
      ),
    );

    expect(found.report).toMatchObject({ kept: 6, duplicates: 2, money: { read: 53, purchases: 38, duplicates: 15 } });
  });
});

describe('a negative line', () => {
  const header = 'Order No,Order Date,Customer No,Product,Quantity,Line Total';

  it('is a discount if its order sums to a sale, even with a negative quantity if its product is a coupon', async () => {
    const found = await taken(
      csv(
        header,
        '1,2024-05-01,C1,Lamp,1,80.00',
        '1,2024-05-01,C1,Summer,1,-8.00',
        '2,2024-05-02,C1,Sofa,1,300.00',
        '2,2024-05-02,C1,优惠券,-1,-30.00',
      ),
    );

    expect(outline(found)).toEqual([
      'C1 1 purchase -8.0000',
      'C1 1 purchase 80.0000',
      'C1 2 purchase -30.0000',
      'C1 2 purchase 300.0000',
    ]);
    expect(found.report).toMatchObject({ returns: 0, money: { read: 418, purchases: 380, discounts: 38, returns: 0 } });
  });

  it('is a return if a piece is taken back, if its order is no sale, or if it has another day', async () => {
    const found = await taken(
      csv(
        header,
        '1,2024-05-01,C1,Lamp,1,80.00',
        '1,2024-05-01,C1,Shade,-1,-20.00',
        '2,2024-05-02,C1,Sofa,1,-300.00',
        '1,2024-05-09,C1,Lamp,1,-80.00',
      ),
    );

    expect(outline(found)).toEqual([
      'C1 1 purchase 80.0000',
      'C1 1 return -20.0000',
      'C1 1 return -80.0000',
      'C1 2 return -300.0000',
    ]);
  });
});

describe('a column of refunded amounts', () => {
  it('makes orders net, and undoes those that are refunded in full', async () => {
    const found = await taken(
      csv(
        '订单编号,下单时间,会员编号,订单金额,退款金额',
        'A1,2024-05-01 10:00:00,M1,120.00,20.00',
        'A2,2024-05-02 10:00:00,M1,50.00,0.00',
        'A3,2024-05-03 10:00:00,M2,70.00,70.00',
      ),
    );

    expect(outline(found)).toEqual(['M1 A1 purchase 100.0000', 'M1 A2 purchase 50.0000', 'M2 A3 undone 70.0000']);
    expect(found.report).toMatchObject({ money: { read: 240, purchases: 150, refunded: 20, undone: 70 } });
  });

  it('counts once for an order of several lines, on the first of them or on all', async () => {
    const lines = (second: string) =>
      csv(
        'Order No,Order Date,Customer No,Product,Line Total,Refunded',
        `1,2024-05-01,C1,Lamp,80.00,100.00`,
        `1,2024-05-01,C1,Desk,60.00,${second}`,
        '2,2024-05-02,C2,Lamp,80.00,',
        '2,2024-05-02,C2,Vase,30.00,',
      );
    for (const second of ['', '0.00', '100.00']) {
      const found = await taken(lines(second));
      expect(outline(found)).toEqual([
        'C1 1 purchase 0.0000',
        'C1 1 purchase 40.0000',
        'C2 2 purchase 30.0000',
        'C2 2 purchase 80.0000',
      ]);
    }
  });

  it('is of its line where the lines of an order differ', async () => {
    const found = await taken(
      csv(
        'Order No,Order Date,Customer No,Product,Line Total,Refunded',
        '1,2024-05-01,C1,Lamp,80.00,10.00',
        '1,2024-05-01,C1,Desk,60.00,60.00',
        '2,2024-05-02,C2,Lamp,80.00,0.00',
      ),
    );

    expect(outline(found)).toEqual(['C1 1 purchase 70.0000', 'C1 1 undone 60.0000', 'C2 2 purchase 80.0000']);
  });

  it('is not taken off amounts that are net already', async () => {
    const found = await taken(
      csv(
        'Order No,Order Date,Customer No,Gross,Refunded,Amount',
        '1,2024-05-01,C1,80.00,10.00,70.00',
        '2,2024-05-02,C2,30.00,0.00,30.00',
      ),
    );

    expect(outline(found)).toEqual(['C1 1 purchase 70.0000', 'C2 2 purchase 30.0000']);
  });
});

describe('a file of refunds', () => {
  it.each([
    ['a refund number', 'Refund No,Order No,Customer No,Date,Amount', 'R1,1,C1,2024-06-01,15.00'],
    ['amounts called refunds', '订单编号,会员编号,退款时间,退款金额', '1,C1,2024-06-01 12:00:00,15.00'],
    ['a date of refunds', 'Order No,Customer No,Refund Date,Amount', '1,C1,2024-06-01,-15.00'],
    [
      'refunds beside the order',
      'RMA,Order No,Customer No,Order Date,Refund Date,Amount,Refund Amount',
      'R1,1,C1,2024-05-01,2024-06-01,99.00,15.00',
    ],
  ])('holds returns: %s', async (_, header, row) => {
    const found = await taken(csv(header, row));

    expect(found.rows).toMatchObject([{ kind: 'return', amount: '-15.0000', order_id: '1' }]);
    expect(String(found.rows[0]?.ordered_at)).toContain('2024-06-01');
  });

  it('holds returns if its name says nothing else', async () => {
    const content = csv('Order No,Customer No,Date,Amount', '1,C1,2024-06-01,15.00');

    expect(outline(await taken(content, { key: 'inbox/orders/refunds-2024-06.csv' }))).toEqual([
      'C1 1 return -15.0000',
    ]);
    for (const key of ['inbox/orders-and-refunds.csv', 'inbox/refunded-orders.csv']) {
      expect(outline(await taken(content, { key }))).toEqual(['C1 1 purchase 15.0000']);
    }
  });
});
