/** Unsupported formats by their first bytes, and what to do instead. */
const foreign: readonly (readonly [string[], string])[] = [
  [
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    'an old Excel file (.xls) or an encrypted one: save it as .xlsx, without a password',
  ],
  [['PARE'], 'an encrypted Parquet file: write it without encryption'],
  [['%PDF-'], 'a PDF: export the table itself'],
  [['7z\xbc\xaf', 'Rar!'], 'a 7z or RAR archive: pack it as zip or gzip'],
  [['\xfd7zXZ', 'BZh91AY&SY', '\x28\xb5\x2f\xfd'], 'packed with xz, bzip2 or zstd: pack it as gzip or zip'],
  [['Obj\x01', 'ORC', 'SQLite format 3'], 'an Avro, ORC or SQLite file: export it as Parquet or CSV'],
  [['\x89PNG', '\xff\xd8\xff', 'GIF8'], 'a picture: export the table itself'],
];
const webPage = /^\s*(<!doctype html|<html|<head|<body|<table|<meta)/i;
const xml = /^\s*<\?xml/i;

/** Control characters that occur in text: tab, line ends, form feed, end of file, escape. */
const textControls = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b]);
const FEW = 0.05;

/**
 * Recognises unsupported file formats.
 * @param head the first bytes, one character each
 */
export function foreignFormat(head: string): string | undefined {
  if (webPage.test(head)) return 'a web page, whatever its name: save it as .xlsx or CSV';
  if (xml.test(head)) return 'XML: export it as CSV, JSON or .xlsx';
  return foreign.find(([starts]) => starts.some((start) => head.startsWith(start)))?.[1];
}

/** Whether a file, known not to be UTF-16, is not text. @param head its first bytes */
export function isBinary(head: Buffer): boolean {
  const controls = head.filter((byte) => byte < 0x20 && !textControls.has(byte));
  return controls.length > head.length * FEW;
}
