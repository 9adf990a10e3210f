import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { z } from 'zod';
import { clean } from '../../../../functions/stages/clean/clean.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import type { RunTable } from '../../../../shared/adapters/tables/run-table.ts';
import { createUploadId } from '../../../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { quotedIdentifier } from '../../../../shared/domain/sql/quoting.ts';
import type { ObjectStore } from '../../../../shared/ports/objects.ts';
import { type UploadReport, uploadReport } from '../../../../shared/run/reports.ts';
import { authorizedPorts } from '../../../permissions/authorized-ports.ts';

export type CleanedReport = Extract<UploadReport, { status: 'cleaned' }>;
export type RejectedReport = Extract<UploadReport, { status: 'rejected' }>;
type Row = Record<string, string | number | null>;

const RUN = '20260801T093000000Z-00000001';
const BUCKETS = 4;
const withDatabase = duckdb(200);
const ports = authorizedPorts('stages/clean');

interface Lake {
  store: ObjectStore;
  json: Map<string, unknown>;
  files: Map<string, string>;
}

function lakeIn(directory: string): Lake {
  const json = new Map<string, unknown>();
  const files = new Map<string, string>();
  const store = {
    getJson: async (key: string) => json.get(key),
    putJson: async (key: string, value: unknown) => {
      json.set(key, value);
    },
    store: async (file: string, key: string) => {
      const stored = join(directory, `${randomUUID()}.stored`);
      await rename(file, stored);
      files.set(key, stored);
    },
    upload: async (file: string, key: string) => {
      const stored = join(directory, `${randomUUID()}.stored`);
      await copyFile(file, stored);
      files.set(key, stored);
    },
    list: async (prefix: string) => [...files.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key })),
    remove: async (keys: readonly string[]) => {
      for (const key of keys) files.delete(key);
    },
  };
  return { store: ports.objects('LAKE', store as unknown as ObjectStore), json, files };
}

export interface Outcome {
  report: UploadReport;
  /** Rows of the clean Parquet files by customer and order, values as text. */
  rows: Row[];
  /** DuckDB type of each column of the clean Parquet files. */
  types: Record<string, string>;
  /** The quarantine file; empty if there is none. */
  quarantine: string;
  refused: Row[];
  newestOrderOn: string | undefined;
  /** Keys in the lake other than JSON. */
  keys: string[];
}

export interface Given {
  policy?: unknown;
  key?: string;
  /** The file of the archive that is the upload. */
  entry?: { path: string; bytes: number } | undefined;
  /** Keys left in the lake by an earlier attempt. */
  leftOver?: readonly string[];
}

/** Runs `clean` on one upload and reads everything it writes. */
export async function cleanUpload(
  content: string | Buffer,
  { policy = {}, key = 'inbox/export.csv', entry, leftOver = [] }: Given = {},
): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'strata-clean-test-'));
  try {
    const upload = { key, etag: 'e1', bytes: content.length, lastModified: '2026-08-01T09:00:00.000Z', entry };
    const uploadId = createUploadId(upload);
    const lake = lakeIn(directory);
    lake.json.set(runFiles.manifest(RUN), [upload]);
    lake.json.set(runFiles.policy(RUN), policy);
    for (const left of leftOver) lake.files.set(left.replace('<upload>', uploadId), '/nowhere');
    const reported: string[] = [];
    await clean(
      { runId: RUN, uploadId },
      {
        inbox: ports.objects('INBOX', {
          fileFor: (_: string, file: string) => writeFile(file, content),
          readRange: async (_: string, start: number, end: number) =>
            Readable.from([Buffer.from(content).subarray(start, end)]),
        } as unknown as ObjectStore),
        lake: lake.store,
        runs: {
          requireNewest: async () => {},
          countAttempts: async () => 0,
          getRun: async () => ({ started_at: '2026-08-01T09:30:00.000Z' }),
          claimContent: async (_: string, claim: object) => claim,
          reportNewestOrder: async (_: string, day: string) => reported.push(day),
        } as unknown as RunTable,
        withDatabase,
        buckets: BUCKETS,
        idSecret: ports.secret(async () => Buffer.from('a key of this test')),
      },
    );
    const report = uploadReport.parse(lake.json.get(runFiles.report(RUN, uploadId)));
    const quarantineFile = lake.files.get(runFiles.quarantine(RUN, uploadId));
    const isRows = (name: string) => name.startsWith('clean/') && !name.startsWith('clean/aggregates/');
    const parts = [...lake.files].filter(([name]) => isRows(name)).map(([, file]) => file);
    return {
      report,
      ...(await readParts(parts)),
      quarantine: quarantineFile ? await readFile(quarantineFile, 'utf8') : '',
      refused: quarantineFile ? await readCsv(quarantineFile) : [],
      newestOrderOn: reported[0],
      keys: [...lake.files.keys()],
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

function readParts(files: string[]): Promise<{ rows: Row[]; types: Record<string, string> }> {
  if (files.length === 0) return Promise.resolve({ rows: [], types: {} });
  return withDatabase(async (database) => {
    const view = '(select * exclude (rejected_payload) from read_parquet($files))';
    const named = z.object({ column_name: z.string(), column_type: z.string() });
    const described = await database.rows(`describe from ${view}`, named, { files });
    const texts = described
      .map(({ column_name }) => quotedIdentifier(column_name))
      .map((name) => `${name}::varchar as ${name}`);
    return {
      types: Object.fromEntries(described.map(({ column_name, column_type }) => [column_name, column_type])),
      rows: await database.rows(`select ${texts.join(', ')} from ${view} order by all`, row, { files }),
    };
  });
}

const readCsv = (file: string): Promise<Row[]> =>
  withDatabase((database) => database.rows('from read_csv($file, all_varchar = true)', row, { file }));

/** Cleans an upload that must be accepted, and checks that every row is accounted for. */
export async function taken(content: string | Buffer, given?: Given) {
  const outcome = await cleanUpload(content, given);
  const { report } = outcome;
  if (report.status !== 'cleaned') throw new Error(`Not taken in: ${JSON.stringify(report)}`);
  expectEveryRowAccountedFor(outcome, report);
  expectMoneyAccountedFor(outcome, report);
  return { ...outcome, report };
}

/** Cleans an upload that must be rejected. */
export async function rejection(content: string | Buffer, given?: Given) {
  const { report, ...outcome } = await cleanUpload(content, given);
  if (report.status !== 'rejected') throw new Error('Taken in');
  return { ...outcome, report };
}

/** Rows = kept + duplicates + filtered + quarantined, in the report and in the files. */
export function expectEveryRowAccountedFor(outcome: Outcome, report: CleanedReport): void {
  const { rows, kept, duplicates, filtered, quarantined, reasons } = report;
  expect(kept + duplicates + filtered + quarantined, 'kept + duplicates + filtered + quarantined').toBe(rows);
  expect(outcome.rows, 'rows in the lake').toHaveLength(kept + filtered);
  expect(outcome.refused, 'rows in quarantine').toHaveLength(quarantined);
  const counted = Object.values(reasons).reduce((sum, count) => sum + count, 0);
  expect(counted, 'rows by reason').toBe(quarantined);
}

/** All amounts read are kept, or in one of the other sums of the report, which the clean rows confirm. */
export function expectMoneyAccountedFor({ rows }: Outcome, { money }: CleanedReport): void {
  if (!money) return;
  const { read, without_amount, foreign, ...others } = money;
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  expect(sum(Object.values(others)), 'amounts by what became of them').toBeCloseTo(read, 3);
  const kept = rows.map(({ amount }) => Math.abs(Number(amount)));
  const { purchases, discounts, returns, undone, filtered } = money;
  expect(sum(kept), 'amounts in the lake').toBeCloseTo(purchases + discounts + returns + undone + filtered, 3);
}
