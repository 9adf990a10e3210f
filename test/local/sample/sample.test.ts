import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSample } from '../../../local/sample/sample.ts';

type Row = Record<string, string>;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-sample-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function contents(name: string, options?: { customers?: number; seed?: number }): Promise<string[]> {
  const files = await writeSample(join(directory, name), options);
  expect(files.map((file) => basename(file))).toEqual(['orders.csv', 'customers.csv']);
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}

function parse(csv: string): Row[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    expect(fields).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? '']));
  });
}

describe('the sample export', () => {
  let orders: Row[];
  let customers: Row[];
  beforeAll(async () => {
    const [ordersCsv = '', customersCsv = ''] = await contents('whole');
    orders = parse(ordersCsv);
    customers = parse(customersCsv);
  });

  it('has 5,000 customers and about 40,000 order lines', () => {
    expect(customers).toHaveLength(5000);
    expect(orders.length).toBeGreaterThan(38_000);
    expect(orders.length).toBeLessThan(42_000);
  });

  it('covers 2024 and 2025 from start to end', () => {
    const days = orders.map((row) => row.order_date?.slice(0, 10) ?? '').filter((day) => isReadable(day));
    const sorted = days.toSorted();
    expect(sorted.at(0)).toMatch(/^2024-01-0/);
    expect(sorted.at(-1)).toBe('2025-12-31');
    expect(sorted).toEqual(days);
  });

  it('lists every customer once, with an id with leading zeros, and orders refer only to these', () => {
    const ids = new Set(customers.map((row) => row.customer_id));
    expect(ids.size).toBe(customers.length);
    expect([...ids].every((id) => /^0\d{5}$/.test(id ?? ''))).toBe(true);
    expect(orders.every((row) => row.customer_id === '' || ids.has(row.customer_id))).toBe(true);
  });

  it('has most orders from few customers, and many customers with one order', () => {
    const ordersByCustomer = Map.groupBy(
      orders.filter((row) => row.status === 'completed'),
      (row) => row.customer_id,
    );
    const counts = [...ordersByCustomer.values()].map((rows) => new Set(rows.map((row) => row.order_id)).size);
    const descending = counts.toSorted((one, other) => other - one);
    const topFifth = descending.slice(0, descending.length / 5);
    expect(sum(topFifth) / sum(descending)).toBeGreaterThan(0.5);
    expect(descending.filter((count) => count === 1).length / descending.length).toBeGreaterThan(0.25);
  });

  it('sells more in December than in January', () => {
    const lines = (month: string) => orders.filter((row) => row.order_date?.startsWith(month)).length;
    expect(lines('2025-12')).toBeGreaterThan(1.3 * lines('2025-01'));
  });

  it.each([
    ['returns, negative on a C-numbered document', isReturn, 300, 1200],
    ['cancelled orders', (row: Row) => row.status === 'cancelled', 300, 1200],
    ['unpaid orders', (row: Row) => row.status === 'unpaid', 200, 900],
    ['missing customer ids', (row: Row) => row.customer_id === '', 200, 500],
    ['unreadable dates', (row: Row) => !isReadable(row.order_date ?? ''), 10, 80],
    ['unreadable prices', (row: Row) => Number.isNaN(Number(row.unit_price)), 10, 80],
  ])('has %s', (_, holds, least, most) => {
    const found = orders.filter(holds).length;
    expect(found).toBeGreaterThanOrEqual(least);
    expect(found).toBeLessThanOrEqual(most);
  });

  it('has exact duplicates right after their originals', () => {
    const lines = orders.map((row) => JSON.stringify(row));
    const duplicates = lines.length - new Set(lines).size;
    expect(duplicates).toBeGreaterThan(100);
    expect(lines.filter((line, index) => line === lines[index - 1])).toHaveLength(duplicates);
  });
});

it('writes the same bytes every time, and different ones for another seed', async () => {
  const options = { customers: 200 };
  const first = await contents('first', options);
  expect(await contents('second', options)).toEqual(first);
  expect(await contents('third', { ...options, seed: 2 })).not.toEqual(first);
});

function isReturn(row: Row): boolean {
  return row.order_id?.startsWith('C') === true && Number(row.quantity) < 0 && row.status === 'returned';
}

/** JavaScript accepts dates such as 2025-02-31. */
function isReadable(date: string): boolean {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date.slice(0, 10));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
