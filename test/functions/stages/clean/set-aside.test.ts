import { describe, expect, it } from 'vitest';
import { taken } from './clean-upload.ts';

const cleaned = async (csv: string, policy = {}) => {
  const { report, rows } = await taken(csv, { policy });
  return { report, reasons: report.reasons, ids: [...new Set(rows.map(({ customer_id }) => customer_id))] };
};
const sales = (...ids: string[]) =>
  ['order_id,customer_id,date,amount', ...ids.map((id, index) => `${index},${id},2026-07-01,5.00`)].join('\n');

describe('sales to nobody in particular', () => {
  it('are those to a walk-in customer, a guest, 散客 …', async () => {
    const words = [
      ...['Walk-in', 'WALK IN CUSTOMER', 'Walkin', 'Guest', 'guest checkout', 'Cash Sale', 'Cash', 'Counter sales'],
      ...['Default', 'Default Customer', 'Anonymous', 'NOT LOGGED IN', 'Retail Customer', '(not set)', 'POS customer'],
      ...['Laufkundschaft', 'Client de passage', 'Consumidor Final', 'Público en General', 'Гость', 'ゲスト', '비회원'],
      ...['散客', '匿名', '游客', '线下散客', '匿名用户', '零售客户', '默认客户', '非会员', '未登录', '訪客'],
    ];
    const { report, ids } = await cleaned(sales('c1', ...words, 'c2'));
    expect(ids).toEqual(['c1', 'c2']);
    expect(report.reasons).toEqual({ walk_in_customer: words.length });
    expect(report.set_aside).toEqual([{ reason: 'walk_in_customer', rows: words.length, amount: 5 * words.length }]);
  });

  it('are not those to customers of similar names', async () => {
    const names = [
      'Guest-123',
      'CASH01',
      'Guestrow Ltd',
      'Johnny Cash',
      'Default Systems',
      'Retail',
      '散客01',
      '匿名花店',
    ];
    expect((await cleaned(sales(...names))).ids.toSorted()).toEqual(names.toSorted());
  });

  it('have an id of zeros', async () => {
    const zeros = ['0', '000000', '0.0', '00000000-0000-0000-0000-000000000000'];
    const { reasons, ids } = await cleaned(sales('c1', ...zeros, '0100'));
    expect(reasons).toEqual({ missing_customer_id: zeros.length });
    expect(ids.toSorted()).toEqual(['0100', 'c1']);
  });

  it('are set aside in a list of customers, and when ids are hashed', async () => {
    expect((await cleaned('customer_id,region\nc1,North\nWalk-in Customer,\n')).reasons).toEqual({
      walk_in_customer: 1,
    });
    const hashed = { privacy: { customerIds: 'hashed' } };
    expect((await cleaned(sales('c1', 'Guest', 'c2'), hashed)).reasons).toEqual({ walk_in_customer: 1 });
  });
});

describe('totals', () => {
  it('are labelled so in a list of customers', async () => {
    const labels = [
      'Grand Total',
      'TOTAL',
      'Total:',
      'Subtotal',
      'Sum',
      'Summe',
      'Итого',
      'Toplam',
      '合计',
      '总 计',
      '합계',
    ];
    const { reasons, ids } = await cleaned(
      ['Customer,Orders,Total Spent,Last Order', 'C1,2,20.00,2024-05-01', 'C2,1,5.00,2024-05-02']
        .concat(labels.map((label) => `${label},3,25.00,2024-05-02`))
        .join('\n'),
    );
    expect(reasons).toEqual({ total_row: labels.length });
    expect(ids).toEqual(['C1', 'C2']);
  });

  it('are labelled in any column of orders, with or without their group', async () => {
    const { report } = await cleaned(
      `Shop,order_id,customer_id,date,product,amount
       x,1,c1,2026-07-01,Tea,5
       x,2,c2,2026-07-01,Tea,5
       Total,,,,,10
       ,Total,,,,10
       ,,合计,,,10
       ,,,Итого,,10
       ,,,,Sum,10
       ,,c1 Total,,,5
       ,,Total for c1,,,5
       ,,c2小计,,,5
       x,2,c2,2026-07-01,Order total,5`.replaceAll(/^ +/gm, ''),
    );
    expect(report).toMatchObject({ kept: 2, reasons: { total_row: 9 } });
    expect(report.set_aside).toEqual([{ reason: 'total_row', rows: 9, amount: 70 }]);
  });

  it('are the last row if it is the sum of the others and names neither customer nor date', async () => {
    const rows = `${sales(...Array.from({ length: 30 }, () => 'c1'))}\n30,c2,2026-07-01,-2.00\n`;
    expect((await cleaned(`${rows},,,148.00\n`)).reasons).toEqual({ total_row: 1 });
    expect((await cleaned(`${rows},,,148.50\n`)).reasons).toEqual({ missing_customer_id: 1 });
    expect((await cleaned(`${rows}31,,2026-07-02,148.00\n`)).reasons).toEqual({ missing_customer_id: 1 });
  });

  it('are not the orders of a company that is called so', async () => {
    const { ids } = await cleaned(sales('c1', 'Total', 'Total Wine & More'));
    expect(ids).toEqual(['Total', 'Total Wine & More', 'c1']);
  });
});

describe('lines of a printed page', () => {
  it('are set aside', async () => {
    const lines = [
      'Page 1 of 3',
      'Page 2',
      '第1页',
      '共 12 条',
      'Printed at 2024-06-01',
      '导出时间：2024-06-01',
      'End of report',
    ];
    const files = ['customer_id,date,amount\nc1,2026-07-01,5', 'customer_id,region,city\nc1,North,York'];
    for (const file of files) {
      const { reasons } = await cleaned([file, ...lines.map((line) => `${line},,`)].join('\n'));
      expect(reasons).toEqual({ page_line: lines.length });
    }
  });

  it('repeat the names of the columns', async () => {
    const header = 'customer_id,date,amount';
    const { reasons } = await cleaned(`${header}\nc1,2026-07-01,5\n${header}\nc2,2026-07-01,5\n`);
    expect(reasons).toEqual({ repeated_header: 1 });
    const list = await cleaned('customer_id,region\nc1,North\ncustomer_id,region\n');
    expect(list.reasons).toEqual({ repeated_header: 1 });
  });
});
