import { randomLcg } from 'd3-random';
import { type CdnowFixture, fixture } from '../shared/domain/lifetime-value/fixtures.ts';
import { csvText } from './export-file.ts';

const [CUT, END] = [Date.UTC(1997, 8, 30), Date.UTC(1998, 5, 30)];
const DAY_MS = 86_400_000;
const HEADER = 'customer_id,date,number_of_cds,dollar_value';
const DAYS_AFTER = (END - CUT) / DAY_MS;

/**
 * An export like CDNOW's master file: ids with leading zeros, dates as 19970101, no order numbers or currency, several
 * purchases of a customer on one day. Each customer has the history of one in a tenth of CDNOW: first and last purchase up to
 * 30 September 1997, numbers of purchase days up to then and in the following 39 weeks, and spend. The days between, and which
 * of them have two purchases, are random.
 * @param share of those customers, e.g. 0.25
 * @returns the CSV
 */
export function cdnow({ share, seed }: { share: number; seed: number }): string {
  const random = randomLcg(seed);
  const everyone = fixture<CdnowFixture>('cdnow-tenth').holdout.flatMap(
    ([x, tX, t, ordersAfter, customers, ...spends]) => {
      const [spend = 0, spendAfter = 0] = spends.map((sum) => sum / (customers ?? 1));
      return Array.from({ length: customers ?? 0 }, () => ({ x, tX, t, ordersAfter, spend, spendAfter }));
    },
  );
  const rows = everyone
    .filter(() => random() < share)
    .flatMap(({ x = 0, tX = 0, t = 0, ordersAfter = 0, spend, spendAfter }, at) => {
      const id = String(at + 1).padStart(5, '0');
      const days = x === 0 ? [-t] : [-t, ...daysBetween(-t, tX - t, x - 1, random), tX - t];
      const after = daysBetween(0, DAYS_AFTER + 1, ordersAfter, random);
      return [
        ...days.flatMap((day) => rowsOf(id, day, spend / days.length, random)),
        ...after.flatMap((day) => rowsOf(id, day, spendAfter / after.length, random)),
      ];
    });
  return csvText(HEADER, rows);
}

/** Distinct days strictly between two others. Days count from {@link CUT}. */
function daysBetween(first: number, last: number, count: number, random: () => number): number[] {
  const free = Array.from({ length: Math.max(0, last - first - 1) }, (_, at) => first + 1 + at);
  return Array.from({ length: Math.min(count, free.length) }, () => free.splice(random() * free.length, 1)[0] ?? first);
}

/** A customer's purchases on a day: one, sometimes two. */
function rowsOf(id: string, day: number, dollars: number, random: () => number): string[] {
  const date = new Date(CUT + day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  const values = random() < 0.1 ? [0.25 * dollars, 0.75 * dollars] : [dollars];
  return values.map((value) => [id, date, 1 + Math.floor(value / 15), value.toFixed(2)].join());
}
