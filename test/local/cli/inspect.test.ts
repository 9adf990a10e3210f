import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
