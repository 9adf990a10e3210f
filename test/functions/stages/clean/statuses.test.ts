import { describe, expect, it } from 'vitest';
import { taken } from './clean-upload.ts';

const orders = (statuses: readonly string[], header = 'status') =>
  [`order_id,customer_id,date,amount,${header}`]
    .concat(statuses.map((status, index) => `${index},c1,2026-07-01,${10 + index}.00,"${status}"`))
    .join('\n');
const kinds = async (csv: string, policy = {}) => {
  const { rows, report } = await taken(`${csv}\n`, { policy });
  return { kinds: rows.map(({ kind }) => kind), report };
};

describe('statuses', () => {
  it('are read as the policy states', async () => {
    const csv = orders(['Under the tree', 'paid', 'on hold']);
    expect((await kinds(csv)).kinds).toEqual(['purchase', 'purchase', 'void']);
    const policy = { statuses: { notASale: ['under the Tree', 'PAID'], sale: ['On Hold'] } };
    expect((await kinds(csv, policy)).kinds).toEqual(['void', 'void', 'purchase']);
  });

  it('that are rarer than the common ones are read by their words', async () => {
    const common = Array.from({ length: 40 }, (_, index) => [`state ${index}`, `state ${index}`]).flat();
    const { kinds: found, report } = await kinds(orders([...common, 'cancelled by us']));
    expect(found.filter((kind) => kind === 'void')).toHaveLength(1);
    expect(report.unknown_statuses).toHaveLength(21);
    expect(report.unknown_statuses?.at(-1)).toMatchObject({ status: null, rows: 40 });
  });

  it('are not reported as unknown in a column of types without a status', async () => {
    expect((await kinds(orders(['dine in', 'takeaway'], 'order_type'))).report.unknown_statuses).toBeUndefined();
    expect((await kinds(orders(['dine in', 'refund'], 'order_type'))).report.unknown_statuses).toEqual([
      { status: 'dine in', rows: 1, amount: 10 },
    ]);
  });

  it('are masked if they name somebody', async () => {
    const { report } = await kinds(orders(['left with ann@example.com']));
    expect(report.unknown_statuses).toEqual([{ status: 'left with [e-mail]', rows: 1, amount: 10 }]);
  });
});

describe('tests of the shop', () => {
  it.each([
    { header: 'Mode', values: ['Live', 'Test'] },
    { header: 'is_test', values: ['0', '1'] },
    { header: 'test', values: ['false', 'true'] },
    { header: 'livemode', values: ['true', 'false'] },
    { header: '是否测试', values: ['否', '是'] },
  ])('are filtered by $header', async ({ header, values }) => {
    const { kinds: found, report } = await kinds(orders(values, header));
    expect(found).toEqual(['purchase', 'void']);
    expect(report.test_rows).toEqual({ rows: 1, amount: 11 });
  });

  it.each([
    { header: 'test', values: ['0', '1'] },
    { header: 'mode', values: ['cash', 'card'] },
  ])('are not the groups in $header', async ({ header, values }) => {
    expect((await kinds(orders(values, header))).kinds).toEqual(['purchase', 'purchase']);
  });
});
