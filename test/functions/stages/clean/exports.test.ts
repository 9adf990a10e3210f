import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { datasets } from '../../../../shared/domain/intake/datasets/datasets.ts';
import type { UploadReport } from '../../../../shared/run/reports.ts';
import {
  type CleanedReport,
  cleanUpload,
  expectEveryRowAccountedFor,
  expectMoneyAccountedFor,
  type Outcome,
} from './clean-upload.ts';

const folder = join(import.meta.dirname, '../../../fixtures/exports');
const values = z.record(z.string(), z.string().nullable());

/** The expected result of an export, worked out by hand: `<file>.expected.json` beside it. */
const expectation = z.strictObject({
  about: z.string(),
  /** The export, if named differently from the expectation. */
  file: z.string().optional(),
  /** The file of the archive that is the upload. */
  entry: z.string().optional(),
  key: z.string().optional(),
  policy: z.unknown().optional(),
  /** Fields of the report; only the given keys of records are compared. */
  report: z.record(z.string(), z.unknown()).default({}),
  rejected: z.string().optional(),
  message: z.string().optional(),
  /** Number of distinct customers among the kept rows. */
  customers: z.number().optional(),
  /** Amounts of the kept rows in file order. */
  amounts: z.array(z.number()).optional(),
  /** Some of the clean rows, values as text. */
  rows: z.array(values).default([]),
  /** Row number, reason and column of every rejected row. */
  refused: z.array(z.tuple([z.number(), z.string(), z.string().nullable()])).optional(),
  /** Texts that must not appear anywhere. */
  hidden: z.array(z.string()).default([]),
});
type Expectation = z.infer<typeof expectation>;

const SUFFIX = '.expected.json';
const expectations = readdirSync(folder)
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => {
    const expected = expectation.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    return { ...expected, file: expected.file ?? name.slice(0, -SUFFIX.length) };
  });

const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);

function expectTakenIn(outcome: Outcome, report: CleanedReport, expected: Expectation): void {
  expectEveryRowAccountedFor(outcome, report);
  expectMoneyAccountedFor(outcome, report);
  expect(report).toMatchObject(expected.report);
  const kept = outcome.rows.filter(({ kind }) => kind !== 'void');
  if (expected.customers !== undefined) {
    expect(new Set(kept.map((row) => row.customer_id)).size, 'customers').toBe(expected.customers);
    expect(report.quality?.customers).toBe(expected.customers);
  }
  if (expected.amounts) {
    expect(ascending(kept.map(({ amount }) => Number(amount))), 'amounts').toEqual(ascending(expected.amounts));
    const sum = expected.amounts.reduce((total, amount) => total + amount, 0);
    expect(report.quality?.amount_total).toBeCloseTo(sum, 4);
  }
  expect(outcome.rows).toEqual(expect.arrayContaining(expected.rows.map((row) => expect.objectContaining(row))));
  if (expected.refused) {
    const refused = outcome.refused.map((row) => [Number(row.strata_row), row.strata_reason, row.strata_column]);
    expect(refused).toEqual(expected.refused);
  }
}

/** Cleans an export that is expected to be accepted or rejected. */
async function expectAsWorkedOut(expected: Expectation & { file: string }, content: Buffer): Promise<UploadReport> {
  const { entry, key = `inbox/${expected.file}`, policy = {} } = expected;
  const bytes = content.length;
  const outcome = await cleanUpload(content, { key, policy, ...(entry && { entry: { path: entry, bytes } }) });
  const { report } = outcome;
  if (expected.rejected !== undefined || report.status !== 'cleaned') {
    expect(report).toMatchObject({ status: 'rejected', error: expected.rejected });
    expect(report).toHaveProperty('message', expect.stringContaining(expected.message ?? ''));
  } else {
    expectTakenIn(outcome, report, expected);
  }
  const written = JSON.stringify(outcome.rows) + outcome.quarantine + JSON.stringify({ ...report, key });
  expect(
    expected.hidden.filter((text) => written.includes(text)),
    'readable',
  ).toEqual([]);
  return report;
}

it('has at least 40 exports, of every dataset, format and encoding', () => {
  const files = new Set(expectations.map(({ file }) => file));
  expect(files.size).toBeGreaterThanOrEqual(40);
  expect([...files]).toContainEqual(expect.stringMatching(/\.zip$/));
  const reports = JSON.stringify(expectations.map(({ report }) => report));
  for (const dataset of datasets) expect(reports).toContain(`"${dataset}"`);
  for (const format of ['delimited', 'json', 'parquet', 'xlsx']) expect(reports).toContain(`"${format}"`);
  for (const delimiter of [',', ';', '\\t', '|']) expect(reports).toContain(`"delimiter":"${delimiter}"`);
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'shift_jis', 'windows-1252']) {
    expect(reports).toContain(`"encoding":"${encoding}"`);
  }
});

it.each(expectations)('$file $entry: $about', async (expected) => {
  const content = readFileSync(join(folder, expected.file));
  const report = await expectAsWorkedOut(expected, content);
  if (expected.entry !== undefined) return;

  const packed = await expectAsWorkedOut(expected, gzipSync(content));
  const of = (one: UploadReport) => ({ ...one, upload_id: '', bytes: 0, digest: '', packing: [] });
  expect(of(packed)).toEqual(of(report));
});
