import fc from 'fast-check';

/** Ways to corrupt a file: truncate, flip bytes, insert, duplicate and overwrite pieces. */
export const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.nat({ max: 400 }) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), length: fc.nat({ max: 60 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(),
    what: fc.oneof(
      fc.constantFrom(
        '\0',
        '\0\0\0',
        '\xff',
        '\xef\xbb\xbf',
        '\x1a',
        '"',
        '""',
        '"\n',
        "'",
        '\\',
        '\r',
        '\n',
        '\r\n\n',
      ),
      fc.constantFrom(',', ';', '\t', '|', '^', ',,,', '\n,,,,,\n', '\nx,y\n', '\nx\n', '{', '[{', ']', '<a>', ' '),
      fc.constantFrom('=1+1', '=HYPERLINK("http://x","y")', '@SUM(A1)', '-2+3', "'0042", '="007"', '1e400', '🙂', '錢'),
      fc.constantFrom('x'.repeat(50_000), '"'.repeat(999), ','.repeat(3000), '\n'.repeat(500)),
    ),
  }),
);
export type Mutation = typeof mutation extends fc.Arbitrary<infer Change> ? Change : never;

/** The file after one mutation. */
export function mutated(file: Buffer, change: Mutation): Buffer {
  const at = change.at % (file.length + 1);
  const [before, after] = [file.subarray(0, at), file.subarray(at)];
  switch (change.kind) {
    case 'cut':
      return before;
    case 'flip':
      return Buffer.from(file.map((byte, index) => (index === at ? byte ^ change.byte : byte)));
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, change.length), after]);
    case 'remove':
      return Buffer.concat([before, after.subarray(change.length)]);
    case 'insert':
      return Buffer.concat([before, Buffer.from(change.what, change.what < '\u0100' ? 'latin1' : 'utf8'), after]);
  }
}
