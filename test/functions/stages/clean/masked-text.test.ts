import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { maskedText } from '../../../../shared/domain/privacy/masked-text.ts';
import { macrosSql } from '../../../../shared/pipeline/clean-rows/macros.ts';
import { taken } from './clean-upload.ts';

const written = fc.array(
  fc.oneof(
    fc.constantFrom(' ', ', ', '(', ')', '电话', 'call ', '.', '-', '+', '00', '@', 'x', '1', '\u3000', '\u00a0'),
    fc.constantFrom('wang@example.com', '13800138000', '138 0013 8000', '+86 138-0013-8000', '110101199003077774'),
    fc.constantFrom('0049 30 1234567', '11010119900307777X', 'order 4500012345', '2026-08-31', 'Wang@例子.公司'),
    fc.constantFrom(
      '联系人',
      '收货人 ',
      '姓名：',
      '：',
      '张伟',
      '欧阳震霆',
      '李娜',
      '先生',
      '女士',
      '给',
      '毛巾',
      '010-62345678',
    ),
    fc.constantFrom(
      'Mr ',
      'Mrs. ',
      'Dr.',
      'Dr Pepper',
      'John ',
      'Élodie',
      'O’Neill',
      'Contact: ',
      'Name:',
      ' Smith',
      '[telephone]',
    ),
    fc.constantFrom('(212) 555-0143', '212-555-0143', '😀', '\n', '\t', '|'),
    fc.string({ maxLength: 6 }),
  ),
  { maxLength: 8 },
);
const texts = fc.sample(
  written.map((parts) => parts.join('').replaceAll('\0', '').replaceAll('\u0001', '')),
  { numRuns: 10_000, seed: 11 },
);

it('is masked in SQL exactly as by the pure function', async () => {
  const rows = await duckdb(256)(async (database) => {
    await database.run(macrosSql);
    return database.rows(
      `select masked(text) as text from (select unnest(from_json($texts, '["VARCHAR"]')) as text, unnest(range(${texts.length})) as place) order by place`,
      z.object({ text: z.string() }),
      { texts: JSON.stringify(texts) },
    );
  });

  expect(rows.map(({ text }) => text)).toEqual(texts.map(maskedText));
  expect(rows.filter(({ text }, index) => text !== texts[index]).length).toBeGreaterThan(5000);
});

describe('the name of a person', () => {
  it.each([
    ['联系人：张伟', '联系人：[name]'],
    ['张伟 先生', '[name] 先生'],
    ['张伟女士', '[name]女士'],
    ['请联系欧阳小姐', '请联系[name]小姐'],
    ['收货人 李娜', '收货人 [name]'],
    ['张伟 13800138000', '[name] [telephone]'],
    ['13800138000（张伟）', '[telephone]（[name]）'],
    ['定制杯 收件人姓名: 欧阳震霆', '定制杯 收件人姓名: [name]'],
    ['Mr John Smith', 'Mr [name]'],
    ['for Mrs. O’Neill, gift', 'for Mrs. [name], gift'],
    ['ask Dr.Élodie Durand', 'ask Dr.[name]'],
    ['mug (Contact: Jane Doe)', 'mug (Contact: [name])'],
    ['Name: Jane Doe', 'Name: [name]'],
  ])('is masked in %s', (text, expected) => {
    expect(maskedText(text)).toBe(expected);
  });

  it.each([
    'Dr Pepper 330ml',
    'Dr. Martens 1460 Boots',
    'Mr Muscle Drain',
    'Mrs Meyer’s Soap',
    '高级毛巾',
    '姓名贴 宝宝',
    '定制姓名马克杯',
    '张小泉 菜刀',
    '王老吉 310ml*24',
    '周大福 黄金手链',
    '李宁 跑鞋',
    '小姐姐 连衣裙',
    '面包先生 吐司',
    '手机 13 128GB',
    'WHITE HANGING HEART T-LIGHT HOLDER',
    'Brand Name Mug',
    'Contact Lens',
    'EAN 4006381333931',
    '2026-08-31',
  ])('is not found in the product %s', (text) => {
    expect(maskedText(text)).toBe(text);
  });
});

it.each([
  ['010-62345678', '[telephone]'],
  ['(212) 555-0143', '[telephone]'],
  ['电话13800138000', '电话[telephone]'],
  ['身份证110101199003077774', '身份证[identity number]'],
])('masks the number in %s', (text, expected) => {
  expect(maskedText(text)).toBe(expected);
});

it('masks every text cell of an order', async () => {
  const header = 'order_id,customer_id,date,amount,product,category,channel,region';
  const cells = ['张伟 13800138000', '110101199003077774', '联系人：李娜', 'Mr John Smith'];
  const { rows } = await taken(
    [
      header,
      ...Array.from({ length: 40 }, (_, index) => `${index},c${index % 9},2026-07-01,5,mug,home,web,north`),
      ['99', 'c1', '2026-07-01', '5', ...cells].join(','),
      '',
    ].join('\n'),
    { key: 'inbox/orders/export.csv' },
  );
  const { product, category, channel, region } = rows.find(({ order_id }) => order_id === '99') ?? {};

  expect([product, category, channel, region]).toEqual([
    '[name] [telephone]',
    '[identity number]',
    '联系人：[name]',
    'Mr [name]',
  ]);
});
