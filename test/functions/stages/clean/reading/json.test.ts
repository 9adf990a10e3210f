import { describe, expect, it } from 'vitest';
import { readUpload } from './read-upload.ts';

const orders = [
  { id: '0001', customer: 42, amount: 12.5, paid: true, items: [{ sku: 'a', n: 1 }], note: 'two\nlines, "quoted"' },
  { id: '0002', customer: null, amount: 7, tags: { vip: true }, note: '' },
];
const rows = [
  ['id', 'customer', 'amount', 'paid', 'note', 'tags.vip'],
  ['0001', '42', '12.5', 'true', 'two\nlines, "quoted"', null],
  ['0002', null, '7', null, null, 'true'],
];
const lines = orders.map((order) => JSON.stringify(order));

describe('the same rows are read from', () => {
  it.each([
    { what: 'JSON lines', upload: `${lines.join('\n')}\n` },
    { what: 'JSON lines with blank lines and Windows line ends', upload: `\r\n${lines.join('\r\n\r\n')}` },
    { what: 'an array', upload: JSON.stringify(orders) },
    { what: 'an array over many lines', upload: JSON.stringify(orders, null, 2) },
    { what: 'an array with a trailing comma', upload: `[${lines.join(',')},]` },
    { what: 'an array in an object', upload: JSON.stringify({ orders, page: 1 }) },
    { what: 'an array in an object, over many lines', upload: JSON.stringify({ orders }, null, '\t') },
    { what: 'consecutive objects', upload: orders.map((order) => JSON.stringify(order, null, 2)).join('\n') },
    { what: 'UTF-16', upload: Buffer.from(`\uFEFF${JSON.stringify(orders)}`, 'utf16le') },
  ])('$what', async ({ upload }) => {
    const read = await readUpload(upload);
    expect(read).toMatchObject({ format: 'json', delimiter: ',', hasHeader: true, refused: [], rows });
  });
});

it('keeps the digits of numbers, and ids that are text', async () => {
  const upload = '[{"id":"007","n":12345678901234567890,"d":1234567890123.456789,"nested":{"n":12345678901234567890}}]';
  expect((await readUpload(upload)).rows[1]).toEqual([
    '007',
    '12345678901234567890',
    '1234567890123.456789',
    '12345678901234567890',
  ]);
});

it('keeps brackets and escapes inside text', async () => {
  const note = String.raw`]}\",[{\\`;
  expect((await readUpload(`[{"id":1,"note":"${note}"},{"id":2,"note":"x"}]`)).rows).toEqual([
    ['id', 'note'],
    ['1', ']}",[{\\'],
    ['2', 'x'],
  ]);
});

it('has separate columns for names that differ only in case', async () => {
  expect((await readUpload('{"id":1,"ID":2}\n{"id":3}\n')).rows).toEqual([
    ['id', 'ID_2'],
    ['1', '2'],
    ['3', null],
  ]);
});

describe('rejects, with its text,', () => {
  it.each([
    { what: 'a damaged line', upload: '{"a":1,"b":2}\n{"a":1,"b\n{"a":3,"b":4}\n' },
    { what: 'a line that is not an object', upload: '{"a":1,"b":2}\n[1,2]\n{"a":3,"b":4}\n' },
    { what: 'an element that is not an object', upload: '[{"a":1,"b":2},17,{"a":3,"b":4}]' },
    { what: 'a damaged element', upload: '[{"a":1,"b":2},{"a":oops},{"a":3,"b":4}]' },
    { what: 'a missing element', upload: '[{"a":1,"b":2},,{"a":3,"b":4}]' },
    { what: 'an object with a NUL', upload: '[{"a":1,"b":2},{"a":"\\u0000"},{"a":3,"b":4}]' },
    { what: 'an object with half a character', upload: '[{"a":1,"b":2},{"a":"\\ud800"},{"a":3,"b":4}]' },
    {
      what: 'an object with an undecodable byte',
      upload: Buffer.from('[{"a":1,"b":2},{"a":"\xe8\x8c\xb6\xff"},{"a":3,"b":4}]', 'latin1'),
      reading: { encoding: 'utf-8' },
    },
  ])('$what', async ({ upload, reading }) => {
    const { rows: read, refused } = await readUpload(upload, reading);
    expect(read).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(refused).toHaveLength(1);
  });

  it('a damaged line of a single column', async () => {
    const { rows: read, refused } = await readUpload('{"a":1}\noops\n{"a":null}\n');
    expect([read, refused]).toEqual([[['a'], ['1'], [null]], ['oops,oops']]);
  });
});

it.each([
  { what: 'an array', wrap: (rows: string) => `[${rows}]` },
  { what: 'an array in an object', wrap: (rows: string) => `{"orders":[${rows}]}` },
])('reads $what on one line that exceeds the maximum line length', async ({ wrap }) => {
  const rows = Array.from(
    { length: 60_000 },
    (_, id) => `{"id":${id},"at":"2026-07-01","amount":"5.00","city":"Zürich"}`,
  );
  const upload = wrap(rows.join(','));
  const { headers, text } = await readUpload(upload, {}, { lineBytes: 2 * 1024 * 1024 });
  expect(upload.length).toBeGreaterThan(2 * 1024 * 1024);
  expect(headers).toEqual(['id', 'at', 'amount', 'city']);
  expect(text.trimEnd().split('\n')).toHaveLength(60_001);
});

describe('rejects', () => {
  it.each([
    { what: 'an array that is cut off', upload: JSON.stringify(orders).slice(0, -5), message: 'ends early' },
    { what: 'an array without its bracket', upload: `[${lines.join(',')}`, message: 'ends early' },
    { what: 'an object that is cut off', upload: '{\n"a": 1,\n"b"', message: 'ends early' },
    { what: 'an empty array', upload: '[]', message: 'no row' },
    { what: 'two arrays', upload: '{"orders":[{"a":1}],"refunds":[{"a":2}]}', message: 'more than one array' },
    { what: 'objects without fields', upload: '[{},{}]', message: 'Not one of 2 JSON values' },
    {
      what: 'too many columns',
      upload: JSON.stringify([Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`c${n}`, n]))]),
      message: 'more than 2000 columns',
    },
    { what: 'an object that never ends', upload: `[{"a":"${'x'.repeat(5e6)}"}]`, message: 'longer than 4 MB' },
  ])('$what', async ({ upload, message }) => {
    await expect(readUpload(upload)).rejects.toThrow(message);
  });
});
