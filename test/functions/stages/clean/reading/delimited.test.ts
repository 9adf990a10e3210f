import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUpload } from './read-upload.ts';

const rows = [
  ['customer', 'note', 'amount'],
  ['c1', 'tea, green; 5" | x', '12,50'],
  ['c2', 'he said "yes"', '7'],
  ['c3', "it's two\nlines", '1'],
];
const table = (field: (text: string) => string, delimiter: string) =>
  rows.map((row) => `${row.map(field).join(delimiter)}\n`).join('');
const always = (text: string) => `"${text.replaceAll('"', '""')}"`;
const whereNeeded = (text: string) => (/[,;|\t"\n]/.test(text) ? always(text) : text);

describe('the same table is read', () => {
  it.each([
    ...[',', ';', '|', '\t'].map((delimiter) => ({
      what: `all quoted, ${JSON.stringify(delimiter)}`,
      upload: table(always, delimiter),
    })),
    ...[',', ';', '|', '\t'].map((delimiter) => ({
      what: `quoted where needed, ${JSON.stringify(delimiter)}`,
      upload: table(whereNeeded, delimiter),
    })),
    { what: 'with Windows line ends', upload: table(always, ',').replaceAll('\n', '\r\n') },
    { what: 'with old Mac line ends', upload: table(always, ',').replaceAll('\n', '\r') },
    { what: 'with mixed line ends', upload: table(always, ',').replace('\n', '\r\n') },
    { what: 'with backslashes inside quotes', upload: table((text) => `"${text.replaceAll('"', '\\"')}"`, ';') },
    { what: 'in single quotes', upload: table((text) => `'${text.replaceAll("'", "''")}'`, ',') },
    { what: 'with a `sep=` line, as Excel writes it', upload: `sep=;\n${table(always, ';')}` },
    { what: 'below the title of a report', upload: `Orders of August\n\n${table(always, ',')}` },
    { what: 'below titles that Excel has filled up', upload: `Orders of August,,\n,,\n${table(always, ',')}` },
  ])('$what', async ({ upload }) => {
    const read = await readUpload(upload);
    expect(read).toMatchObject({ rows, refused: [], hasHeader: true });
  });
});

it('reports the number of lines skipped above the table', async () => {
  expect(await readUpload(`Orders of August,,\n,,\n${table(always, ',')}`)).toMatchObject({ skippedLines: 2 });
  // Like Alipay, with a line of one cell before and after the table.
  const alipay = `支付宝交易记录明细查询\n账号:[x]\n----交易记录明细列表----\n${table(always, ',')}共3笔记录\n`;
  expect(await readUpload(alipay)).toMatchObject({ skippedLines: 3, rows, refused: ['共3笔记录'] });
});

it('treats quotation marks as text if no field is quoted', async () => {
  const upload = 'customer\tscreen\n1\t"Big" one\n2\t5" wide\n3\t"Small" one\n';
  expect(await readUpload(upload)).toMatchObject({
    refused: [],
    rows: [
      ['customer', 'screen'],
      ['1', '"Big" one'],
      ['2', '5" wide'],
      ['3', '"Small" one'],
    ],
  });
});

it('keeps apostrophes that are not quotes', async () => {
  const upload = "customer,name\n1,'t Hof\n2,O'Neill\n";
  expect(await readUpload(upload)).toMatchObject({
    isUntouched: true,
    rows: [
      ['customer', 'name'],
      ['1', "'t Hof"],
      ['2', "O'Neill"],
    ],
  });
});

it('leaves a faulty row among good ones to be rejected', async () => {
  const upload = 'customer,note\n"1","a"\n"2","b"c"\n"3","d"\n';
  expect(await readUpload(upload)).toMatchObject({
    refused: ['"2","b"c"'],
    rows: [
      ['customer', 'note'],
      ['1', 'a'],
      ['3', 'd'],
    ],
  });
});

describe('a faulty quote rejects only its own line', () => {
  const head = '"customer","date","note","amount"\n';
  const row = (number: number) => `"c${number}","2026-08-0${number}","tea, green","${number}"\n`;
  const read = (number: number) => [`c${number}`, `2026-08-0${number}`, 'tea, green', `${number}`];
  const names = ['customer', 'date', 'note', 'amount'];
  it.each([
    { what: 'that opens a field in the middle', line: '"c2,"2026-08-02","x","2"' },
    { what: 'that opens the last field', line: '"c2","2026-08-02","x","2' },
    { what: 'with text behind it', line: '"c2","2026-08-02","5" screen","2"' },
    { what: 'alone on its line', line: '"' },
  ])('$what', async ({ line }) => {
    const upload = `${head + row(1) + line}\n${row(3)}${row(4)}`;
    expect(await readUpload(upload)).toMatchObject({ rows: [names, read(1), read(3), read(4)], refused: [line] });
  });

  it('and the line before another faulty quote: entire rows between two quotes are not text', async () => {
    const between = ['c2,2026-08-02,"open,2', 'c3,2026-08-03,plain,3', 'c4,2026-08-04,close",4'];
    expect(await readUpload(`${head + row(1) + between.join('\n')}\n${row(5)}`)).toMatchObject({
      refused: [between[0]],
      rows: [names, read(1), ['c3', '2026-08-03', 'plain', '3'], ['c4', '2026-08-04', 'close"', '4'], read(5)],
    });
  });

  it('however much follows, and in another encoding', async () => {
    const rows = Array.from({ length: 100_000 }, () => row(3)).join('');
    const upload = `${head + row(1)}"c2","Straße,"x","2"\n${rows}`;
    for (const content of [upload, Buffer.from(upload, 'latin1')]) {
      const { rows: all, refused } = await readUpload(content);
      expect(all).toHaveLength(100_002);
      expect(refused).toEqual(['"c2","Straße,"x","2"']);
    }
  });
});

describe('a table with quotes inserted anywhere', () => {
  /** Rows with a key each and quotes inserted among them, with the result of reading. */
  const spoilt = (cells: readonly string[]) =>
    fc
      .tuple(
        fc.array(fc.array(fc.constantFrom(...cells), { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 12 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      )
      .map(([rows, places]) => {
        const table = `a,b,c,d,e\n${rows.map((row, number) => [`k${number}k`, ...row].join(',')).join('\n')}\n`;
        return places.reduce((text, at) => {
          const place = 10 + (at % (text.length - 10));
          return `${text.slice(0, place)}"${text.slice(place)}`;
        }, table);
      });
  const keysIn = (text: string) => text.match(/k\d+k/g) ?? [];
  const cells = ['x', 'y z', '"q"', '"a, b"', '5"', '""'];

  it('loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt([...cells, '"two\nlines"', '", c"', '"""']), async (upload) => {
        const { rows, refused } = await readUpload(upload, { delimiter: ',' });
        expect(keysIn(JSON.stringify([rows, refused])).toSorted()).toEqual(keysIn(upload).toSorted());
      }),
      { numRuns: 60 },
    );
  });

  /**
   * Whether a row is in the text as in RFC 4180, except for `5"` and empty fields after it: then it is one row, over any number
   * of lines.
   */
  const isWritten = (row: readonly (string | null)[], text: string) => {
    const fields = row.slice(0, row.findLastIndex((value) => value) + 1).map((value) => {
      const quoted = `"${(value ?? '').replaceAll('"', '""')}"`;
      return /^"|[,\n]/.test(value ?? '') ? quoted : `(${value ?? ''}|${quoted})`;
    });
    return new RegExp(`^${fields.join(',')}(,("")?)*$`, 'm').test(text);
  };

  it('never merges two rows if texts have one line', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt(cells), async (upload) => {
        const { rows } = await readUpload(upload, { delimiter: ',' });
        const joined = rows.filter((row) => keysIn(JSON.stringify(row)).length > 1);
        expect(joined.filter((row) => !isWritten(row, upload))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

it.each([
  { upload: 'a;b\n1,5;2,5\n3,5;4,5\n', delimiter: ';' },
  { upload: 'a,b,c\n1,x;y;z,2\n2,x;y;z,3\n', delimiter: ',' },
  { upload: 'a|b\n1|2\n', delimiter: '|' },
  { upload: 'only\n1\n2\n', delimiter: ',' },
  { upload: 'a,b\n1,2,\n3,4,\n', delimiter: ',' },
  { upload: 'a|b|c|d|e\n1\n1|2\n1\n1|2|3|4|5|6|7\n1|2|3|4|5\n', delimiter: '|' },
  { upload: 'a\tb\n{"x":1,"y":2,"z":3}\t2\n{"x":1,"y":2,"z":3}\t3\n', delimiter: '\t' },
])('detects the delimiter $delimiter', async ({ upload, delimiter }) => {
  expect((await readUpload(upload)).delimiter).toBe(delimiter);
});

describe('the policy', () => {
  it('can set the delimiter', async () => {
    expect((await readUpload('a^b,c\n1^2,3\n', { delimiter: '^' })).rows).toEqual([
      ['a', 'b,c'],
      ['1', '2,3'],
    ]);
  });

  it.each([
    { what: 'plain', upload: 'c1;2026-07-01;5\nc2;2026-07-02;6\n' },
    { what: 'that must be rewritten', upload: "'c1';'2026-07-01';'5'\r\n'c2';'2026-07-02';'6'\r\n" },
  ])('can name the columns of a file without a header, $what', async ({ upload }) => {
    const read = await readUpload(upload, { columns: ['客户', 'date', 'amount "net"'] });
    expect(read).toMatchObject({
      hasHeader: false,
      refused: [],
      rows: [
        ['客户', 'date', 'amount "net"'],
        ['c1', '2026-07-01', '5'],
        ['c2', '2026-07-02', '6'],
      ],
    });
  });

  it('can rename the columns of a file with a header', async () => {
    const read = await readUpload('a,b\n1,2\n', { columns: ['customer', 'amount'], header: true });
    expect(read.rows).toEqual([
      ['customer', 'amount'],
      ['1', '2'],
    ]);
  });

  it('can declare a first line that looks like data as the header', async () => {
    expect((await readUpload('id,2026-07-01\n1,2026-07-02\n', { header: true })).rows[0]).toEqual(['id', '2026-07-01']);
  });
});

describe('rejects', () => {
  it.each([
    { what: 'a file of spaces', upload: ' \n \n', message: 'empty' },
    {
      what: 'a file whose first line is data, without repeating it',
      upload: 'ann@example.org,2026-07-01,5\nbob@example.org,2026-07-02,6\n',
      message: 'The first row is data, not names of columns',
    },
    { what: '100,000 columns', upload: `${'c,'.repeat(99_999)}c\n`, message: 'more than 2000 columns' },
    {
      what: '100,000 columns with names, more than are read to tell how a file is written',
      upload: `${Array.from({ length: 100_000 }, (_, column) => `column ${column}`).join(';')}\n`,
      message: 'more than 2000 columns',
    },
    { what: 'a line without an end', upload: 'x'.repeat(5 * 1024 * 1024), message: 'longer than 4 MB' },
    { what: 'a header of half a megabyte', upload: `${'x'.repeat(500_000)},a\n1,2\n`, message: 'Not one line ends' },
    {
      what: 'a row of six megabytes, in any encoding',
      upload: Buffer.concat([
        Buffer.from('\uFEFFa,b\n1,', 'utf16le'),
        Buffer.alloc(12e6, 'x\0'),
        Buffer.from('\n', 'utf16le'),
      ]),
      message: 'longer than 4 MB',
    },
  ])('$what', async ({ upload, message }) => {
    await expect(readUpload(upload)).rejects.toThrow(message);
  });

  it('text beyond the limit, before writing it', async () => {
    const upload = `a,b\n${'1,2\n'.repeat(1000)}`;
    await expect(readUpload(upload, {}, { textBytes: 1000 })).rejects.toThrow('more than 1000 bytes as text');
    await expect(readUpload(upload.replaceAll('\n', '\r\n'), {}, { textBytes: 1000 })).rejects.toThrow('1000 bytes');
  });
});

it('reads any table in any dialect', async () => {
  const cell = fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...'abc 01.-é茶'), maxLength: 8 }) },
    fc.string({ unit: fc.constantFrom(...'ab",;|\t\'\n\\'), maxLength: 8 }),
  );
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
    encoding: fc.constantFrom('utf8' as const, 'utf16le' as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), style, async (data, how) => {
      const all = [['id', 'first name', 'second name'], ...data.map((row, index) => [`row ${index}`, ...row])];
      const text = all.map((row) => row.map(always).join(how.delimiter) + how.end).join('');
      const upload = Buffer.from(how.mark + text.replaceAll(/(?<!\r)\n/g, how.end), how.encoding);
      // Short UTF-16 without a byte order mark cannot be recognised.
      const read = await readUpload(upload, how.encoding === 'utf8' ? {} : { encoding: 'utf-16le' });
      expect(read.rows).toEqual(all.map((row) => row.map((text) => text || null)));
    }),
    { numRuns: 100 },
  );
});
