import { gzipSync } from 'node:zlib';
import { zipOf } from './zip.ts';

/** Files to drop, by their path below a folder. */
export type Files = Record<string, string | Buffer>;

interface Line {
  order: string;
  customer: string;
  day: string;
  status: string;
  product: string;
  category: string;
  channel: string;
  quantity: number;
  price: number;
}

const CUSTOMERS = 320;
const FIRST_MONTH = Date.UTC(2024, 0);
export const MONTHS = 18;
const products = [
  ['Green tea', 'tea', 12.5],
  ['Oolong', 'tea', 24.9],
  ['Clay pot', 'pots', 59],
  ['Tray', 'pots', 35.4],
  ['Filter', 'tools', 4.95],
  ['Kettle', 'tools', 89],
] as const;
const channels = ['web', 'app', 'store'] as const;
const regions = ['North', 'South', 'East', 'Islands'] as const;

/** Uniform in [0, 1), the same sequence for the same seed. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Numerical Recipes' "quick and dirty" generator; its upper bits are random enough.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const customerId = (index: number) =>
  index === 7 ? '顾客/7' : index === 8 ? 'a b&c?' : `C${String(index).padStart(4, '0')}`;
const pick = <Item>(items: readonly Item[], random: () => number) => items[Math.floor(random() * items.length)] as Item;
const monthStart = (month: number) => Date.UTC(2024, month);
const dayText = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/**
 * Order lines of a made-up shop by month from January 2024. Customers begin, buy at a rate of their own and stop; some
 * send things back.
 */
export function orderLines(seed = 1): Line[][] {
  const random = uniform(seed);
  const months = Array.from({ length: MONTHS }, (): Line[] => []);
  let number = 10_000;
  for (let index = 0; index < CUSTOMERS; index++) {
    const rate = 0.08 - Math.log(1 - random()) * 0.45;
    const begins = Math.floor(random() ** 2 * MONTHS);
    const ends = begins + 1 + Math.floor(-Math.log(1 - random()) * 12);
    const basket = 1 + Math.floor(random() * 3);
    for (let month = begins; month < Math.min(ends, MONTHS); month++) {
      for (let chance = month === begins ? 1 : rate; random() < chance; chance *= 0.6) {
        const lines = Array.from({ length: basket }, (): Line => {
          const [product, category, price] = pick(products, random);
          const length = monthStart(month + 1) - monthStart(month);
          return {
            order: '',
            customer: customerId(index),
            day: dayText(monthStart(month) + Math.floor(random() * length)),
            status: random() < 0.04 ? 'cancelled' : 'completed',
            ...{ product, category, price },
            channel: pick(channels, random),
            quantity: 1 + Math.floor(random() * 4),
          };
        });
        const [first] = lines;
        if (!first) continue;
        const order = `A${++number}`;
        months[month]?.push(...lines.map((line) => ({ ...line, order, day: first.day, status: first.status })));
        if (first.status === 'completed' && random() < 0.06)
          months[month]?.push({ ...first, order: `${order}-R`, status: 'returned', quantity: -first.quantity });
      }
    }
  }
  return months.map((lines) => lines.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)));
}

const ORDER_COLUMNS = ['order_id', 'customer_id', 'order_date', 'status', 'product', 'category', 'channel'];

function ordersCsv(lines: readonly Line[], { delimiter = ',', currency = 'EUR' } = {}): string {
  const rows = lines.map(({ order, customer, day, status, product, category, channel, quantity, price }) =>
    [order, customer, day, status, product, category, channel, quantity, price.toFixed(2), currency].join(delimiter),
  );
  return `${[[...ORDER_COLUMNS, 'quantity', 'unit_price', 'currency'].join(delimiter), ...rows].join('\n')}\n`;
}

/** Rows that no shop would want: each is set aside, filtered or a duplicate. */
const blemishes = (duplicate: string) =>
  `${[
    'B1,,2025-01-05,completed,Tray,pots,web,1,35.40,EUR',
    'B2,C0001,2025-13-05,completed,Tray,pots,web,1,35.40,EUR',
    'B3,C0001,2025-01-05,completed,Tray,pots,web,one,much,EUR',
    'B4,C0002,2025-01-06,completed,"Tray, large",pots,web,1,,EUR',
    'B5,C0003,2025-01-07',
    duplicate,
    duplicate,
  ].join('\n')}\n`;

function customersCsv(seed: number): string {
  const random = uniform(seed);
  const rows = Array.from({ length: CUSTOMERS + 12 }, (_, index) => {
    const signedUp = FIRST_MONTH + Math.floor(random() * 360) * 86_400_000;
    const type = random() < 0.1 ? 'business' : 'consumer';
    return [customerId(index), dayText(signedUp), pick(regions, random), type, 1950 + Math.floor(random() * 55)];
  });
  return `customer_id,sign_up_date,region,customer_type,birth_year\n${rows.map((row) => row.join()).join('\n')}\n`;
}

function interactionsCsv(seed: number, month: number, count: number): string {
  const random = uniform(seed);
  const kinds = ['visit', 'email', 'ticket', 'complaint'];
  const rows = Array.from({ length: count }, (_, at) => {
    const day = dayText(monthStart(month) + Math.floor(random() * 27) * 86_400_000);
    return [`I${month}-${at}`, customerId(Math.floor(random() * CUSTOMERS)), day, pick(kinds, random), 'web'].join();
  });
  return `interaction_id,customer_id,occurred_at,kind,channel\n${rows.join('\n')}\n`;
}

function feedbackCsv(seed: number, month: number, count: number): string {
  const random = uniform(seed);
  const rows = Array.from({ length: count }, (_, at) => {
    const day = dayText(monthStart(month) + Math.floor(random() * 27) * 86_400_000);
    const score = Math.min(10, Math.floor(12 * random() ** 0.5));
    return [`F${month}-${at}`, customerId(Math.floor(random() * CUSTOMERS)), day, score, '0-10', 'NPS'].join();
  });
  return `response_id,customer_id,answered_at,score,scale,survey\n${rows.join('\n')}\n`;
}

function jsonLines(lines: readonly Line[]): string {
  return lines
    .map(({ order, customer, day, status, product, category, channel, quantity, price }) =>
      JSON.stringify({
        订单号: order,
        客户编号: customer,
        下单时间: `${day} 10:00:00`,
        订单状态: status,
        商品名称: product,
        类目: category,
        渠道: channel,
        数量: quantity,
        单价: price,
        币种: 'EUR',
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * The drops of the shop, by the step that takes them in. Files of one drop say nothing about the same row. They are listed
 * in the order of their uploads' ids if dropped within the same second, so that it does not matter whether they are.
 */
export function drops(): Record<'january' | 'february' | 'march' | 'april' | 'may' | 'june' | 'again', Files> {
  const months = orderLines();
  const [february = [], march = [], april = [], may = [], june = []] = months.slice(13);
  const first = months.slice(0, 13).flat();
  const inDollars = april.slice(0, 30).map((line) => ({ ...line, order: `${line.order}-D` }));
  return {
    january: {
      'feedback/survey.csv': feedbackCsv(4, 12, 90),
      'interactions/desk.csv': interactionsCsv(3, 12, 150),
      'customers/crm.csv': customersCsv(2),
      'orders/2025-01.csv': `${ordersCsv(first)}${blemishes(ordersCsv(first.slice(0, 1)).split('\n')[1] ?? '')}`,
    },
    february: { 'shop-2025-02.csv.gz': gzipSync(ordersCsv(february, { delimiter: ';' })) },
    march: {
      'desk.zip': zipOf({
        'interactions/march.csv': interactionsCsv(5, 14, 60),
        'feedback/march.csv': feedbackCsv(6, 14, 40),
        'empty.csv': '',
      }),
      'stock.csv': 'shelf;height;colour\nA;12;red\nB;14;blue\nC;15;green\n',
      'overrides/decisions.csv': `customer_id,kind,tier,reason,author,expires_on
C0012,pin,VIP,Partner of the spring campaign,Li Na,2099-12-31
C0030,下限,金卡,物流投诉补偿,李娜,永久
C0044,ceiling,silver,"Owes, still",service desk,2025-04-15
C0045,ceiling,nothing,Wrong tier,service desk,
C0046,wish,gold,Wrong kind,service desk,
`,
      'orders/2025-03.jsonl': jsonLines(march),
    },
    april: {
      'orders/2025-04-dollars.csv': ordersCsv(inDollars, { currency: 'USD' }),
      'orders/2025-04.csv': ordersCsv(april),
    },
    may: { 'till.csv': Buffer.from(`\ufeff${ordersCsv(may, { delimiter: '\t' })}`, 'utf16le') },
    june: { 'orders/2025-06.csv': ordersCsv(june), 'customers/crm.csv': customersCsv(7) },
    again: { 'orders/2025-06-copy.csv': ordersCsv(june) },
  };
}

/** Files of fewer rows than `--inspect` shows. */
export function shortFiles(): Files {
  const { january, march, june } = drops();
  const personal = personalFiles();
  const files = { ...january, ...june, ...march, ...personal };
  const texts = Object.entries(files).filter(([path]) => !path.endsWith('.zip'));
  return Object.fromEntries(texts.map(([path, content]) => [path, String(content).split('\n').slice(0, 9).join('\n')]));
}

/** Orders of customers who are known by their e-mail address, and the customers with what identifies them. */
export function personalFiles(): Files {
  const email = (customer: string) => `${encodeURIComponent(customer).replaceAll('%', '')}@Example.com`;
  const lines = orderLines(9).flat();
  const customers = [...new Set(lines.map(({ customer }) => customer))].sort();
  const rows = customers.map((customer, at) =>
    [email(customer), `Name ${at}`, `1380013${String(8000 + at)}`, email(customer), pick(regions, uniform(at))].join(),
  );
  return {
    'customers/all.csv': `customer_id,full_name,phone,email,region\n${rows.join('\n')}\n`,
    'orders/all.csv': ordersCsv(lines.map((line) => ({ ...line, customer: email(line.customer) }))),
  };
}
