import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { splitFile } from '../../../local/operations/split-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-split-'));
});
afterEach(() => rm(folder, { recursive: true }));

const header = 'order_id,customer_id,order_date,amount,note';
const line = (order: number, item: number) =>
  `A${order},C${order % 40},2026-03-${String((order % 28) + 1).padStart(2, '0')},${item}.50,"two\nlines, ""${item}"""`;
const rows = Array.from({ length: 300 }, (_, index) => line(index % 100, index));

async function split(text: string | Buffer, bytes: number, by?: string, name = 'shop.csv') {
  await writeFile(join(folder, name), text);
  const files = await splitFile(join(folder, name), join(folder, 'parts'), bytes, by);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return { names: files.map((file) => basename(file)), texts };
}

it('keeps every row once, and all rows of an order in one file in their order', async () => {
  const text = `${[header, ...rows].join('\n')}\n`;
  const { names, texts } = await split(text, 5000);

  expect(names).toEqual(['shop-1-of-3.csv', 'shop-2-of-3.csv', 'shop-3-of-3.csv']);
  const parts = texts.map((part) =>
    part
      .replace(`${header}\n`, '')
      .split(/\n(?=A|$)/)
      .filter(Boolean),
  );
  expect(parts.flat().toSorted()).toEqual(rows.toSorted());
  const orders = parts.map((part) => [...new Set(part.map((row) => row.split(',')[0]))]);
  expect(new Set(orders.flat()).size).toBe(orders.flat().length);
  for (const part of parts) expect(part).toEqual(rows.filter((row) => part.includes(row)));
  expect(Math.min(...parts.map(({ length }) => length))).toBeGreaterThan(50);
});

it('keeps lines that fit no header, and writes UTF-8 whatever the encoding was', async () => {
  const lines = [
    '客户编号;订单编号;下单时间;金额',
    'K1;O1;2026-03-01;10.00',
    'K2;O2;2026-03-02;1.00;x;y',
    'K3;O3;2026-03-03;12.00',
  ];
  const { texts } = await split(Buffer.from(`\uFEFF${lines.join('\r\n')}`, 'utf16le'), 40);

  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) expect(text.split('\n')[0]).toBe(lines[0]);
  expect(texts.flatMap((text) => text.split('\n').slice(1, -1)).toSorted()).toEqual(lines.slice(1));
});

it('splits by customer where there is no order number, and by any column that is asked for', async () => {
  const plain = ['customer_id,order_date,amount', ...rows.map((_, index) => `C${index % 9},2026-03-01,${index}.00`)];
  const customersOf = (text: string) => new Set(text.match(/^C\d+/gm));
  const { texts } = await split(plain.join('\n'), 2000);
  const customers = texts.map((text) => [...customersOf(text)]);
  expect(new Set(customers.flat()).size).toBe(customers.flat().length);

  await rm(join(folder, 'parts'), { recursive: true });
  const byAmount = await split(plain.join('\n'), 2000, 'amount');
  expect(byAmount.texts.some((text) => customersOf(text).size > 3)).toBe(true);
});

it('leaves nothing behind of a file that it cannot read', async () => {
  await expect(split('nothing;that\n1;2\n', 4)).rejects.toThrow();
  await expect(split(`${header}\n${rows[0]}\n`, 4, 'colour')).rejects.toThrow('There is no column "colour"');
  await expect(readFile(join(folder, 'parts'))).rejects.toThrow('ENOENT');
});
