import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultLimits } from '../../../../functions/clean/reading/limits.ts';
import { readTextFile } from '../../../../functions/clean/text-file.ts';
import { InputError } from '../../../../shared/errors.ts';
import { zipOf } from '../../zip.ts';
import { fixture } from './read-upload.ts';

/** Small enough that a file which grows beyond all reason is seen to. */
const limits = { ...defaultLimits, textBytes: 2_000_000, smallBytes: 500_000, lineBytes: 200_000 };
const csv = 'customer,date,amount,note\nc1,2026-08-01,5,"tea, ""green"""\nc2,2026-08-02,6,茶\nc3,2026-08-03,7,\n';
const json = '[{"customer":"c1","amount":5,"items":[{"sku":"a"}]},{"customer":"c2","amount":6.5}]';

/** Ways in which files are spoilt on their way. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(),
    what: fc.constantFrom(
      '\0',
      '\xff',
      '"',
      "'",
      '\\',
      '\r',
      '\n',
      ',',
      ';',
      '{',
      ']',
      '<',
      '=1+1',
      'x'.repeat(300_000),
    ),
  }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.nat({ max: 200 }) }),
);

function spoilt(file: Buffer, change: typeof mutation extends fc.Arbitrary<infer Change> ? Change : never): Buffer {
  const at = change.at % (file.length + 1);
  const [before, after] = [file.subarray(0, at), file.subarray(at)];
  switch (change.kind) {
    case 'cut':
      return before;
    case 'flip':
      return Buffer.from(file.map((byte, index) => (index === at ? byte ^ change.byte : byte)));
    case 'insert':
      return Buffer.concat([before, Buffer.from(change.what, 'latin1'), after]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, change.length), after]);
  }
}

let directory: string;
let exports: Buffer[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-fuzz-'));
  const names = [
    'taobao.gb18030.csv',
    'japan.utf-16be.csv',
    'france.windows-1252.csv',
    'openpyxl.xlsx',
    'pyarrow.parquet',
  ];
  exports = [
    ...[csv, csv.replaceAll('\n', '\r\n'), csv.replaceAll(',', ';'), csv.replaceAll('"', "'"), json].map((text) =>
      Buffer.from(text),
    ),
    Buffer.from(json.slice(1, -1).replace('},{', '}\n{')),
    gzipSync(csv),
    zipOf([{ path: 'orders.csv', content: csv }]),
    ...(await Promise.all(names.map(fixture))),
  ];
});
afterAll(() => rm(directory, { recursive: true }));

it('ends any spoilt file in a text within the limits, or in a rejection', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 3 }), async (which, changes) => {
      const file = join(directory, 'upload');
      const whole = exports[which % exports.length] ?? Buffer.alloc(0);
      await writeFile(file, changes.reduce(spoilt, whole));
      try {
        const { path, delimiter, headers } = await readTextFile(file, {}, limits);
        expect(headers.length).toBeGreaterThan(0);
        expect(delimiter).toHaveLength(1);
        expect((await stat(path)).size).toBeLessThanOrEqual(limits.textBytes);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      } finally {
        for (const name of await readdir(directory)) await rm(join(directory, name));
      }
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 2000) },
  );
});
