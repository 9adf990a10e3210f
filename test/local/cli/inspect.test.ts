import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspectCommand } from '../../../local/cli/inspect-command.ts';
import { parseOptions } from '../../../local/cli/options.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-inspect-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function inspect(name: string, content: string | Buffer, ...options: string[]) {
  const file = join(directory, name);
  await writeFile(file, content);
  const printed: string[] = [];
  const results: object[] = [];
  const terminal = {
    print: (text: string) => void printed.push(text),
    error: () => {},
    result: (value: object) => void results.push(value),
    isLive: false,
    columns: 120,
    write: () => {},
  };
  const isGood = await inspectCommand(parseOptions(['--inspect', file, ...options]), terminal);
  return { isGood, text: printed.join('\n'), result: results[0] };
}

it('shows format, columns, first rows and problems of a file', async () => {
  const { isGood, text } = await inspect(
    'orders.csv',
    '客户编号;下单时间;实付金额;邮箱\n007;2026/8/1 11:05;1.234,50;a@b.example\nc2;never;5;\n',
  );
  expect(isGood).toBe(true);
  expect(text).toMatch(/dataset +orders/);
  expect(text).toMatch(/delimiter +semicolon/);
  expect(text).toMatch(/customer_id +客户编号 +by name/);
  expect(text).toMatch(/not read +邮箱/);
  expect(text).toMatch(/007 .*2026-08-01 11:05:00 +1234\.5000/);
  expect(text).toContain('bad date: 1 (50.0 %), quarantined');
  expect(text).not.toContain('a@b.example');
});

it('fails with the reason when a file cannot be processed', async () => {
  const { isGood, text } = await inspect('things.csv', 'a,b\n1,2\n');
  expect(isGood).toBe(false);
  expect(text).toContain('MissingColumnsError');
  expect(text).toContain('add to the policy');
});

it('prints the findings as one JSON object with --json', async () => {
  const { result } = await inspect('orders.csv', 'customer_id,date,amount\nc1,2026-07-01,5\n', '--json');
  expect(result).toMatchObject({
    files: [{ file: 'orders.csv', findings: { dataset: 'orders', rows: 1 }, first_rows: [{ customer_id: 'c1' }] }],
  });
});

it('writes nothing beside the file', async () => {
  const before = await readdir(directory);
  await inspect('beside.json', '[{"customer_id":"c1","date":"2026-07-01","amount":5}]');

  expect(await readdir(directory)).toEqual([...before, 'beside.json'].toSorted());
});

it('reads the columns that --column names, and shows the command that names them', async () => {
  const content = 'foo,bar,baz\na1,2026-01-01,5.2\na2,2026-02-01,3.2\n';
  const { text } = await inspect('odd.csv', content);
  expect(text).toMatch(/npm start -- .*odd\.csv --column customer_id=foo --column ordered_at=bar --column amount=baz/);

  const named = ['customer_id=foo', 'ordered_at=bar', 'amount=baz'].flatMap((column) => ['--column', column]);
  expect(await inspect('odd.csv', content, ...named)).toMatchObject({ isGood: true });
});

const linesOf = (text: readonly string[]) => `${text.join('\n')}\n`;

it('shows the first ten clean rows in the order of the file, whatever is rejected, repeated or filtered', async () => {
  const order = (number: number, amount: number | string, status = 'paid') =>
    `c${number % 7},o${number},2026-07-01,${amount},${status}`;
  const rows = [
    ...['', 'never'].map((day, index) => `c1,x${index},${day},5,paid`),
    ...Array.from({ length: 5000 }, (_, index) => order(index + 1, index + 1, index === 2 ? 'cancelled' : 'paid')),
    order(5, 5),
  ];
  const file = linesOf(['customer_id,order_id,date,amount,status', ...rows]);

  const shown = async () => {
    const { result } = await inspect('many.csv', file, '--json');
    const { files } = result as { files: { first_rows: Record<string, string | null>[] }[] };
    return files[0]?.first_rows.map(({ order_id, kind }) => [order_id, kind]);
  };

  const first = Array.from({ length: 10 }, (_, index) => [`o${index + 1}`, index === 2 ? 'void' : 'purchase']);
  expect(await shown()).toEqual(first);
  expect(await shown()).toEqual(first);
});

it('shows all clean rows of a file with fewer than ten, in their order', async () => {
  const { result } = await inspect(
    'feedback.csv',
    linesOf([
      'customer_id,survey date,score',
      'c3,2026-07-03,7',
      'c1,2026-07-01,9',
      'c1,2026-07-01,9',
      'c2,2026-07-02,8',
    ]),
    '--json',
  );

  const { files } = result as { files: { first_rows: Record<string, string | null>[] }[] };
  expect(files[0]?.first_rows.map(({ customer_id }) => customer_id)).toEqual(['c3', 'c1', 'c2']);
});
