import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ZipEntry, zipOf } from '../../../zip.ts';
import { fixture, readUpload } from './read-upload.ts';

const csv = 'customer,amount\nc1,5\nc2,6\n';
const rows = [
  ['customer', 'amount'],
  ['c1', '5'],
  ['c2', '6'],
];
const json = JSON.stringify([
  { customer: 'c1', amount: 5 },
  { customer: 'c2', amount: 6 },
]);
const zip = (content: string | Buffer, path = 'export.csv') => zipOf([{ path, content }]);

describe('the same rows are read, whatever the file name, from', () => {
  it.each([
    { what: 'a gzip file', upload: gzipSync(csv), packing: ['gzip'] },
    {
      what: 'concatenated gzip files',
      upload: Buffer.concat([gzipSync(csv.slice(0, 20)), gzipSync(csv.slice(20))]),
      packing: ['gzip'],
    },
    { what: 'gzipped JSON', upload: gzipSync(json), packing: ['gzip'] },
    { what: 'UTF-16 in gzip', upload: gzipSync(Buffer.from(`\uFEFF${csv}`, 'utf16le')), packing: ['gzip'] },
    { what: 'a zip archive', upload: zip(csv), packing: ['zip'] },
    {
      what: 'an uncompressed zip archive',
      upload: zipOf([{ path: 'a', content: csv, method: 0 }]),
      packing: ['zip'],
    },
    { what: 'gzip in zip', upload: zip(gzipSync(csv), 'export.csv.gz'), packing: ['zip', 'gzip'] },
    { what: 'zip in gzip in zip', upload: zip(gzipSync(zip(csv))), packing: ['zip', 'gzip', 'zip'] },
  ])('$what', async ({ upload, packing }) => {
    // The upload is unchanged, and only the text remains of intermediate files.
    expect(await readUpload(upload)).toMatchObject({ packing, rows, refused: [], files: 2 });
  });

  it('Parquet and Excel files, packed', async () => {
    expect(await readUpload(gzipSync(await fixture('pyarrow.parquet')))).toMatchObject({ format: 'parquet', files: 2 });
    expect(await readUpload(zip(await fixture('openpyxl.xlsx')))).toMatchObject({ format: 'xlsx', files: 2 });
  });
});

it('ignores and reports hidden and empty files of an archive', async () => {
  const upload = zipOf([
    { path: 'export/', content: '', method: 0 },
    { path: 'export/orders.csv', content: csv },
    { path: '__MACOSX/export/._orders.csv', content: 'x' },
    { path: 'export/.DS_Store', content: 'x' },
    { path: 'export/Thumbs.db', content: 'x' },
    { path: 'export/empty.csv', content: '', method: 0 },
  ]);
  expect(await readUpload(upload)).toMatchObject({
    rows,
    ignored: ['__MACOSX/export/._orders.csv', 'export/.DS_Store', 'export/Thumbs.db', 'export/empty.csv'],
  });
});

describe('rejects', () => {
  const damaged = zip(csv.repeat(100));
  damaged.writeUInt8(damaged.readUInt8(60) ^ 0xff, 60);
  const overlapping = zipOf([{ path: 'a.csv', content: Buffer.from(csv.repeat(50)), method: 0 }]);
  const entry = (more: Partial<ZipEntry>) => zipOf([{ path: 'a.csv', content: csv, ...more }]);
  it.each([
    { what: 'nothing', upload: '', message: 'The file is empty' },
    { what: 'an empty gzip file', upload: gzipSync(''), message: 'The file is empty' },
    {
      what: 'a gzip file that is cut off',
      upload: gzipSync(csv.repeat(99)).subarray(0, 60),
      message: 'gzip file is damaged',
    },
    { what: 'a zip archive that is cut off', upload: zip(csv).subarray(0, -10), message: 'zip archive is damaged' },
    { what: 'a zip archive with a damaged entry', upload: damaged, message: 'zip archive is damaged' },
    { what: 'a zip archive with a wrong checksum', upload: entry({ checksum: 1 }), message: 'zip archive is damaged' },
    { what: 'an entry larger than declared', upload: entry({ bytes: 10 }), message: 'zip archive is damaged' },
    { what: 'an encrypted entry', upload: entry({ isEncrypted: true }), message: 'encrypted' },
    { what: 'an entry with an unusual compression method', upload: entry({ method: 93 }), message: 'method 93' },
    {
      what: 'a path outside the archive',
      upload: zip(csv, '../../etc/passwd'),
      message: 'a path that leads out of it',
    },
    { what: 'an absolute path', upload: zip(csv, '/etc/passwd'), message: 'a path that leads out of it' },
    { what: 'a path with a Windows drive', upload: zip(csv, 'C:\\orders.csv'), message: 'a path that leads out of it' },
    { what: 'an archive without a table', upload: zip('x', '.hidden'), message: 'holds no file' },
    { what: 'an empty archive', upload: zipOf([]), message: 'holds no file' },
    {
      what: 'a gzipped archive of several tables',
      upload: gzipSync(
        zipOf([
          { path: 'a', content: csv },
          { path: 'b', content: csv },
        ]),
      ),
      message: 'holds 2 files where one is expected',
    },
    { what: 'four layers', upload: gzipSync(gzipSync(gzipSync(gzipSync(csv)))), message: 'packed more than 3 times' },
    { what: 'entries that share their bytes', upload: sharingBytes(overlapping), message: 'overlap' },
    { what: 'an old Excel file', upload: Buffer.from('d0cf11e0a1b11ae1', 'hex'), message: 'old Excel file' },
    { what: 'a web page', upload: '<html><table><tr><td>a</td></tr></table></html>', message: 'web page' },
    { what: 'XML', upload: '<?xml version="1.0"?><orders/>', message: 'XML' },
    { what: 'a PDF', upload: '%PDF-1.7\n', message: 'PDF' },
    {
      what: 'random bytes',
      upload: Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 7919) % 256)),
      message: 'binary',
    },
  ])('$what', async ({ upload, message }) => {
    await expect(readUpload(upload)).rejects.toThrow(message);
  });

  const zeros = Buffer.alloc(600_000, '0,0\n');
  it.each([
    { what: 'a gzip file', upload: gzipSync(zeros) },
    { what: 'a zip archive', upload: zip(zeros) },
    { what: 'a gzip file within a gzip file', upload: gzipSync(gzipSync(zeros)) },
  ])('$what that unpacks to hundreds of times its size', async ({ upload }) => {
    expect(zeros.length / upload.length).toBeGreaterThan(250);
    expect((await readUpload(upload)).rows).toHaveLength(zeros.length / 4);
    await expect(readUpload(upload, {}, { smallBytes: 200_000 })).rejects.toThrow('unpacks to more than');
    await expect(readUpload(upload, {}, { textBytes: 200_000 })).rejects.toThrow('unpacks to more than 200000 bytes');
  });
});

/** An archive whose directory lists the same bytes three times, as in Fifield, A better zip bomb, WOOT 2019. */
function sharingBytes(archive: Buffer): Buffer {
  const end = archive.lastIndexOf('PK\x05\x06');
  const start = archive.readUInt32LE(end + 16);
  const record = archive.subarray(start, end);
  const renamed = ['b', 'c'].map((letter) => {
    const copy = Buffer.from(record);
    copy.write(letter, copy.lastIndexOf('a.csv'));
    return copy;
  });
  const tail = Buffer.from(archive.subarray(end));
  tail.writeUInt16LE(3, 8);
  tail.writeUInt16LE(3, 10);
  tail.writeUInt32LE(record.length * 3, 12);
  return Buffer.concat([archive.subarray(0, start), record, ...renamed, tail]);
}
