import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBernoulli, randomExponential, randomLcg } from 'd3-random';
import { withBlemishes } from './sample-blemishes.ts';
import { drawCustomers, type SampleCustomer } from './sample-customers.ts';
import { generateOrders, type SampleOrder } from './sample-orders.ts';

const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS = 731;
const ORDER_COLUMNS = 'order_id,customer_id,order_date,status,product,category,channel,quantity,unit_price,currency';
const CUSTOMER_COLUMNS = 'customer_id,sign_up_date,region,customer_type,birth_year';

/**
 * Writes `orders.csv` and `customers.csv`, a shop's exports for 2024 and 2025: about 40,000 order lines of 5,000
 * customers. The same arguments always give the same bytes.
 *
 * The data follows a known purchase process, so that Strata's results can be compared with the truth: purchase rates and
 * lifetimes from the Pareto/NBD model (`drawCustomers`), seasons and order values from the Gamma-Gamma model
 * (`generateOrders`), and returns of 3 % of the completed orders within weeks (`generateReturns`). `withBlemishes` adds
 * the blemishes of real exports: duplicate lines, missing ids, unreadable dates and amounts.
 *
 * @param directory created if missing
 * @returns the paths of the two files
 */
export async function writeSample(
  directory: string,
  { customers: count = 5000, seed = 1 }: { customers?: number; seed?: number } = {},
): Promise<string[]> {
  const source = randomLcg(seed);
  const customers = drawCustomers(count, DAYS, source);
  const orders = sortedByDay(customers.flatMap((customer) => generateOrders(customer, DAYS, source)));
  const numbered = orders.map((order, index) => ({ ...order, id: String(100_001 + index) }));
  const documents = sortedByDay([...numbered, ...generateReturns(numbered, source)]);

  await mkdir(directory, { recursive: true });
  const files = {
    'orders.csv': [ORDER_COLUMNS, ...withBlemishes(documents.flatMap(orderLines), source)],
    'customers.csv': [CUSTOMER_COLUMNS, ...customers.map(customerLine)],
  };
  return Promise.all(
    Object.entries(files).map(async ([name, lines]) => {
      const file = join(directory, name);
      await writeFile(file, `${lines.join('\n')}\n`);
      return file;
    }),
  );
}

interface SampleDocument extends SampleOrder {
  id: string;
}

/** Returns one line of some orders, as a document with the order's number prefixed with C and a negative quantity. */
function generateReturns(orders: SampleDocument[], source: () => number): SampleDocument[] {
  const isReturned = randomBernoulli.source(source)(0.03);
  const daysLater = randomExponential.source(source)(1 / 12);
  return orders
    .filter(({ status }) => status === 'completed' && isReturned())
    .map((order) => ({
      ...order,
      id: `C${order.id}`,
      day: order.day + 1 + daysLater(),
      status: 'returned',
      lines: order.lines.slice(0, 1).map((line) => ({ ...line, quantity: -line.quantity })),
    }))
    .filter(({ day }) => day < DAYS);
}

function orderLines({ id, customerId, day, status, channel, lines }: SampleDocument): string[][] {
  return lines.map(({ product, category, quantity, unitPrice }) => [
    id,
    customerId,
    instant(day).slice(0, 19).replace('T', ' '),
    status,
    product,
    category,
    channel,
    String(quantity),
    unitPrice.toFixed(2),
    'EUR',
  ]);
}

function customerLine({ id, signUpDay, region, type, birthYear }: SampleCustomer): string {
  return [id, instant(signUpDay).slice(0, 10), region, type, birthYear ?? ''].join(',');
}

/** The ISO 8601 timestamp of a day since the start of the export. */
function instant(day: number): string {
  return new Date(FIRST_DAY + Math.floor(day * 86_400) * 1000).toISOString();
}

function sortedByDay<Document extends SampleOrder>(orders: Document[]): Document[] {
  return orders.toSorted((one, other) => one.day - other.day);
}
