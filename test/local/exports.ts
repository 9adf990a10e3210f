import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const CUSTOMERS = 60;
const DAY_MS = 86_400_000;

/**
 * Writes a small export: customer `c0` orders most often and spends most, `c59` orders once; the newest order is dated
 * 2026-06-30.
 * @param month shifts order ids and dates, so that each month's export is different
 * @returns the number of order lines
 */
export async function writeOrders(file: string, month = 0): Promise<number> {
  const lines: string[] = [];
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    for (let order = 0; order <= (CUSTOMERS - customer) / 6; order++) {
      const day = new Date(Date.UTC(2026, 5 + month, 30) - (customer + 11 * order) * DAY_MS).toISOString().slice(0, 10);
      lines.push(`${month}-${customer}-${order},c${customer},${day},${100 - customer}.50`);
    }
  }
  await write(file, ['order_id,customer_id,order_date,amount', ...lines]);
  return lines.length;
}

export async function write(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${lines.join('\n')}\n`);
}

export const inFolder = (folder: string) => (name: string) => join(folder, name);
