import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralised } from '../../../../shared/domain/sql/spreadsheet-cells.ts';
import { taken } from './clean-upload.ts';

const quoted = (cell: string | number | null) => `"${String(cell ?? '').replaceAll('"', '""')}"`;
const csv = (...rows: (string | number | null)[][]) => `${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
const ids = ['=1+1', '+c7', '-c8', '@c9', "'=c10", "'c11", "''c12", '＝c13', '="00123"', '="\'c14"', '="=c15"', "-17'"];

const orders = (customers: readonly string[], date: string) =>
  csv(['=Kunde', 'order_id', 'date', 'amount'], ...customers.map((id, index) => [id, index, date, '-12.50']), ...good);
/** Enough rows for the columns to be recognised. */
const good = Array.from({ length: 40 }, (_, index) => [`good${index}`, 1000 + index, '2026-07-01', 5]);
const repair = (quarantine: string, date: string) =>
  `${quarantine.replaceAll('never', date)}${csv(...good.map((row) => ['', '', '', '', '', ...row]))}`;
const policy = { columns: { orders: { customer_id: '=Kunde' } } };
const key = 'inbox/orders/export.csv';
const customers = (rows: readonly { customer_id?: unknown }[]) => rows.map(({ customer_id }) => String(customer_id));

describe('rows from quarantine', () => {
  it('are no formulas, and give the rows of the original upload when they are repaired', async () => {
    const original = await taken(orders(ids, '2026-07-01'), { policy, key });
    const { quarantine, refused } = await taken(orders(ids, 'never'), { policy, key });
    const { rows, report } = await taken(repair(quarantine, '2026-07-01'), { policy, key });

    const cells = refused.flatMap((row) => [...Object.keys(row), ...Object.values(row)]);
    expect(cells.filter((cell) => /^[=+\-@＝]/.test(String(cell)))).toEqual(ids.map(() => '-12.50'));
    expect(report).toMatchObject({ is_mended: true, quarantined: 0, columns: { customer_id: '=Kunde' } });
    expect(customers(rows)).toEqual(customers(original.rows));
  });

  it('stay the same when they are rejected again', async () => {
    const { quarantine, refused } = await taken(orders(ids, 'never'), { policy, key });
    const again = await taken(repair(quarantine, 'never'), { policy, key });

    expect(again.refused).toEqual(refused);
  });
});

describe('customer ids from an exported file', () => {
  it('come back exactly in a file of overrides', async () => {
    const char = fc.constantFrom("'", '=', '+', '-', '@', '"', ' ', 'a', '0', '＝', '－', '例');
    const any = fc.sample(fc.string({ unit: char, minLength: 1, maxLength: 6 }), { numRuns: 300, seed: 5 });
    const { rows } = await taken(orders([...new Set([...ids, ...any])], '2026-07-01'), { policy, key });
    const stored = [...new Set(customers(rows))].toSorted();
    const overrides = csv(
      ['customer_id', 'kind', 'tier', 'reason', 'author', 'expires_on'],
      ...stored.map((id) => [neutralised(id), 'pin', 'gold', 'why', 'who', '2027-01-01']),
    );
    const pinned = await taken(overrides, { key: 'inbox/overrides/pins.csv' });

    expect(stored.filter((id) => /^['=+\-@]/.test(id)).length).toBeGreaterThan(60);
    expect(customers(pinned.rows).toSorted()).toEqual(stored);
  });

  it('keep an apostrophe before a formula in JSON, which is exact', async () => {
    const line = JSON.stringify({ customer_id: "'=c1", order_id: '1', date: '2026-07-01', amount: '5' });
    const { rows } = await taken(`${line}\n`, { key: 'inbox/orders/export.jsonl' });

    expect(customers(rows)).toEqual(["'=c1"]);
  });
});
