import { expect, it } from 'vitest';
import { askColumns } from '../../../local/cli/ask-columns.ts';
import type { UploadQuality } from '../../../local/cli/quality.ts';

const rejected = {
  file: 'odd.csv',
  status: 'rejected',
  question: {
    dataset: 'orders',
    fields: [
      { field: 'customer_id', candidates: [candidate('foo', 'a*1'), candidate('bar', 'b*1')] },
      { field: 'amount', candidates: [candidate('foo', 'a*1'), candidate('net', '5.20')] },
    ],
  },
} as unknown as UploadQuality;

function candidate(header: string, ...values: string[]) {
  return { header, values };
}

function terminalWith(...answers: string[]) {
  const printed: string[] = [];
  return { printed, print: (text: string) => void printed.push(text), ask: async () => answers.shift() };
}

it('shows each candidate with its masked values, and takes the number of one', async () => {
  const terminal = terminalWith('1', '7', '1');

  expect(await askColumns([rejected], terminal)).toEqual([
    { datasets: ['orders'], field: 'customer_id', header: 'foo' },
    { datasets: ['orders'], field: 'amount', header: 'net' },
  ]);
  expect(terminal.printed.join('\n')).toMatch(
    /odd\.csv: which column is customer_id of orders\?\n +1 +foo +a\*1\n +2 +bar/,
  );
  expect(terminal.printed).toContain('  Expected a number from 1 to 1');
});

it('leaves a file as it is after an empty answer, or at the end of the input', async () => {
  expect(await askColumns([rejected], terminalWith('1', ''))).toEqual([]);
  expect(await askColumns([rejected], terminalWith())).toEqual([]);
});

it('asks nothing where nobody can answer', async () => {
  const { print, printed } = terminalWith();

  expect(await askColumns([rejected], { print })).toEqual([]);
  expect(printed).toEqual([]);
});
