import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../functions/stages/clean/reading/limits.ts';
import { recordSplitter } from '../../functions/stages/clean/reading/records.ts';
import { cases } from '../thoroughness.ts';
import { emptyLake, type Lake } from './empty-lake.ts';

const numRuns = cases(2);
const timeout = 1_800_000;
const HEADER = ['order_id', 'customer_id', 'date', 'amount', 'status', 'product'];

/** An order line of one of customers 1 to 5, determined by the order number. */
interface Line {
  order: number;
  day: number;
  cents: number;
  status: string;
  product: number;
}

const lines = fc
  .array(
    fc.record({
      order: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      cents: fc.integer({ min: 1, max: 99_999 }),
      status: fc.constantFrom('paid', 'paid', 'paid', 'cancelled', 'refunded', 'refund'),
    }),
    { minLength: 1, maxLength: 14 },
  )
  // All lines of a file are distinct.
  .map((some): Line[] => some.map((line, product) => ({ ...line, product })));

const customerOf = ({ order }: Line) => `c${order % 5}`;
const cellsOf = (line: Line) => [
  `n${line.order}`,
  customerOf(line),
  `2026-06-${String(line.day).padStart(2, '0')}`,
  (line.cents / 100).toFixed(2),
  line.status,
  `p${line.product}`,
];
const file = (rows: readonly (readonly string[])[]) => `${[HEADER, ...rows].map((row) => row.join(',')).join('\n')}\n`;
const exported = (some: readonly Line[]) => file(some.map(cellsOf));

/** Runs work in a new lake and closes it afterwards. */
async function inLake<Result>(work: (lake: Lake) => Promise<Result>): Promise<Result> {
  const lake = await emptyLake();
  try {
    return await work(lake);
  } finally {
    await lake.close();
  }
}

const featuresOf = (some: readonly Line[]) =>
  inLake(async (lake) => {
    if (some.length > 0) await lake.ingest('inbox/orders/all.csv', exported(some));
    return lake.features();
  });

/** The lines that count if any file may repeat orders: an order is a number of one day, and so are the returns under it. */
function newest(files: readonly (readonly Line[])[]): Line[] {
  const documentOf = ({ order, status, day }: Line) => `${order} ${day} ${status === 'refund'}`;
  const last = new Map(files.flatMap((some, at) => some.map((line) => [documentOf(line), at] as const)));
  return files.flatMap((some, at) => some.filter((line) => last.get(documentOf(line)) === at));
}

describe('an order that is repeated in a later upload', () => {
  it('replaces its earlier version, even if cancelled or refunded, and changes no other customer', {
    timeout,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { minLength: 2, maxLength: 3 }), (files) =>
        inLake(async (lake) => {
          for (const [at, some] of files.slice(0, -1).entries())
            await lake.ingest(`inbox/orders/${at}.csv`, exported(some));
          const before = await lake.features();
          const last = files.at(-1) ?? [];
          await lake.ingest('inbox/orders/last.csv', exported(last));
          const after = await lake.features();

          const unique = newest(files).map((line, product) => ({ ...line, product }));
          expect(after).toEqual(await featuresOf(unique));
          const touched = new Set(last.map(customerOf));
          for (const id of Object.keys(before).filter((customer) => !touched.has(customer))) {
            expect(after[id]).toEqual(before[id]);
          }
        }),
      ),
      { numRuns },
    );
  });
});

describe('uploads without common orders, customers, interactions and answers', () => {
  const day = (number: number) => `2026-06-${String(number).padStart(2, '0')}`;
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 4, maxLength: 12 });
  const filesOf = (some: readonly number[]) => {
    const of = (part: number) => some.filter((_, index) => index % 2 === part);
    const table = (header: string, rows: string[]) => `${[header, ...rows].join('\n')}\n`;
    return [0, 1].flatMap(
      (part) =>
        [
          [
            `orders/${part}.csv`,
            table(
              'order_id,customer_id,date,amount,category',
              of(part).map((n) => `n${n},c${n % 5},${day(n)},${n}.25,k${n % 3}`),
            ),
          ],
          [
            `customers/${part}.csv`,
            table(
              'customer_id,signup_date,country',
              of(part).map((n) => `p${n},${day(n)},L${n}`),
            ),
          ],
          [
            `interactions/${part}.csv`,
            table(
              'ticket_id,customer_id,created_at,type',
              of(part).map((n) => `t${n},c${n % 5},${day(n)},complaint`),
            ),
          ],
          [
            `feedback/${part}.csv`,
            table(
              'response_id,customer_id,date,nps',
              of(part).map((n) => `r${n},c${n % 5},${day(n)},${n % 11}`),
            ),
          ],
        ] as [string, string][],
    );
  };
  const arrived = (files: [string, string][]) =>
    inLake(async (lake) => {
      for (const [name, content] of files) {
        const { report } = await lake.ingest(`inbox/${name}`, content);
        expect(report).toMatchObject({ status: 'cleaned', quarantined: 0 });
      }
      return lake.features();
    });

  it('give the same result in any order of arrival', { timeout }, async () => {
    const ways = numbers.chain((some) => {
      const files = filesOf(some);
      return fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length }));
    });
    await fc.assert(
      fc.asyncProperty(ways, async ([files, shuffled]) => {
        expect(await arrived(shuffled)).toEqual(await arrived(files));
      }),
      { numRuns: cases(1) },
    );
  });
});

it('processes the same content under another name only once, and reports the original', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(lines, (some) =>
      inLake(async (lake) => {
        await lake.ingest('inbox/orders/june.csv', exported(some));
        const before = await lake.features();
        const { report } = await lake.ingest('inbox/orders/june (1).csv', exported(some));

        expect(report).toMatchObject({ status: 'repeated', same_as: 'inbox/orders/june.csv' });
        expect(await lake.features()).toEqual(before);
      }),
    ),
    { numRuns: cases(1) },
  );
});

/** How to invalidate a cell so that its row is rejected. */
const faults = [
  (cells: string[]) => cells.with(1, ''),
  (cells: string[]) => cells.with(2, '2026-06-31'),
  (cells: string[]) => cells.with(3, 'a lot'),
  (cells: string[]) => cells.slice(0, 2),
];

/** A quarantine file as a table. */
function tableOf(csv: string): { header: string[]; rows: string[][] } {
  const split = recordSplitter({ delimiter: ',', quote: '"', escaping: 'doubled' }, defaultLimits);
  const [header = [], ...rows] = split(csv.replaceAll('\r\n', '\n'), true).map(({ fields }) => fields);
  return { header, rows };
}

/** The quarantine file with some rows repaired. @param repaired cells by row number in the original upload */
function repair(quarantine: string, repaired: ReadonlyMap<number, string[]>): string {
  const { header, rows } = tableOf(quarantine);
  const lines = rows.map((row) => {
    const right = repaired.get(Number(row[header.indexOf('strata_row')]));
    return header.map((name, at) => (right && HEADER.includes(name) ? right[HEADER.indexOf(name)] : row[at]) ?? '');
  });
  return `${[header, ...lines].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`;
}

describe('repaired rows from quarantine', () => {
  /** For each line of the first file: its fault, and whether the first repair is right, wrong or omits it. */
  const invalid = lines.chain((some) =>
    fc.record({
      some: fc.constant(some),
      how: fc.array(fc.option(fc.constantFrom(...faults)), { minLength: some.length, maxLength: some.length }),
      first: fc.array(fc.constantFrom('right', 'wrong', 'not yet'), { minLength: some.length, maxLength: some.length }),
      again: fc.option(lines),
    }),
  );

  it('belong to their original upload, in however many repairs and parts they arrive', {
    timeout,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(invalid, async ({ some, how, first, again }) => {
        const faulty = some.map((line, index) => how[index]?.(cellsOf(line)) ?? cellsOf(line));
        fc.pre(how.some(Boolean) && faulty.some((row) => row.length === HEADER.length));
        const right = new Map(some.map((line, index) => [index + 1, cellsOf(line)]));
        const attempt = new Map(
          [...right]
            .filter(([row]) => first[row - 1] !== 'not yet')
            .map(([row, cells]) => [row, first[row - 1] === 'wrong' ? cells.with(0, 'n99').with(3, '1') : cells]),
        );

        const after = await inLake(async (lake) => {
          const { quarantine } = await lake.ingest('inbox/orders/june.csv', file(faulty));
          if (again) await lake.ingest('inbox/orders/again.csv', exported(again));
          const once = await lake.ingest('inbox/orders/repair.csv', repair(quarantine, attempt));
          // Repair rows that were rejected again from the new quarantine file, and wrongly repaired ones from the first.
          if (once.quarantine) await lake.ingest('inbox/orders/rest.csv', repair(once.quarantine, right));
          await lake.ingest('inbox/orders/second-repair.csv', repair(quarantine, right));
          return lake.features();
        });

        const counted = newest(again ? [some, again] : [some]).map((line, product) => ({ ...line, product }));
        expect(after).toEqual(await featuresOf(counted));
      }),
      { numRuns },
    );
  });
});
