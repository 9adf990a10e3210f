import { expect, it } from 'vitest';
import { bytesText, displayWidth, shareText, tableText } from '../../../local/cli/format.ts';

it('counts two columns for a Chinese character', () => {
  expect([displayWidth('VIP'), displayWidth('贵宾'), displayWidth('（a）')]).toEqual([3, 4, 5]);
});

it('aligns columns, including Chinese text', () => {
  const rows = [
    ['', '', 'customers'],
    ['VIP', '贵宾', '5'],
    ['standard', '普通会员', '1,234'],
  ];

  expect(tableText(rows, 'llr').split('\n')).toEqual([
    '                        customers',
    '  VIP        贵宾               5',
    '  standard   普通会员       1,234',
  ]);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_500, '1.5 kB'],
  [670_000_000, '670.0 MB'],
])('formats %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it('shows a dash for a share of zero', () => {
  expect([shareText(1, 4), shareText(0, 0)]).toEqual(['25.0 %', '–']);
});
