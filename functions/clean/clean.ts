import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Database, WithDatabase } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { RunTable } from '../../shared/adapters/run-table.ts';
import { openArchive } from '../../shared/adapters/zip-archive.ts';
import { missingWords } from '../../shared/domain/column-content.ts';
import { recogniseColumns } from '../../shared/domain/columns.ts';
import { type Policy, parsePolicy } from '../../shared/domain/policy.ts';
import { dayIn, runFiles } from '../../shared/domain/runs.ts';
import { type Dataset, datasetOfKey, datasets, uploadIdOf } from '../../shared/domain/uploads.ts';
import { InputError } from '../../shared/errors.ts';
import { manifest, type UploadReport } from '../../shared/reports.ts';
import { countRows } from './counts.ts';
import { datasetCleaning } from './datasets.ts';
import { idKeyOf } from './id-key.ts';
import macrosSql from './macros.sql';
import { orderMoney } from './order-money.ts';
import { storeParts, writeParts } from './parts.ts';
import { columnOfReason, measureQuality } from './quality.ts';
import { writeQuarantine } from './quarantine.ts';
import { defaultLimits } from './reading/limits.ts';
import { extract } from './reading/unpack.ts';
import { createSource } from './source.ts';
import { readTextFile, type TextFile } from './text-file.ts';
import { readTextTable } from './text-table.ts';
import { hashSql, valueReaders } from './value-readers.ts';

interface Dependencies {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  buckets: number;
  /** The key of ids' hashes; asked for only where a policy or a file needs it. */
  idSecret: () => Promise<Buffer>;
}

/**
 * Takes one upload in: canonical rows by customer bucket into the lake, refused rows into quarantine, and a report of
 * what became of every row. An upload that cannot be understood is rejected as a whole, with the reason in its report.
 */
export async function clean(
  { runId, uploadId }: { runId: string; uploadId: string },
  dependencies: Dependencies,
): Promise<{ status: UploadReport['status'] }> {
  const { inbox, lake, runs, withDatabase, buckets } = dependencies;
  const upload = manifest
    .parse(await lake.getJson(runFiles.manifest(runId)))
    .find((object) => uploadIdOf(object) === uploadId);
  if (!upload) throw new Error(`Upload ${uploadId} is not in the manifest of run ${runId}`);
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = await runs.getRun(runId);
  if (!run) throw new Error(`There is no run ${runId}`);
  const named = {
    upload_id: uploadId,
    key: upload.key,
    file: basename(upload.entry?.path ?? upload.key),
    bytes: upload.entry?.bytes ?? upload.bytes,
  };

  const report = await withDatabase(async (database): Promise<UploadReport> => {
    try {
      const object = `${database.directory}/object`;
      await inbox.download(upload.key, object);
      const path = upload.entry ? await extracted(object, upload.entry.path) : object;
      const digest = await digestOf(path);
      const claim = await runs.claimContent(digest, { upload_id: uploadId, key: upload.key, run_id: runId });
      if (claim.upload_id !== uploadId) return { ...named, status: 'repeated', same_as: claim.key };
      const today = dayIn(policy.timeZone, run.started_at);
      const cleaned = await cleanFile(
        database,
        path,
        { runId, uploadId, key: upload.key, policy, today },
        dependencies,
      );
      return { ...named, status: 'cleaned', digest, ...cleaned };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const dataset of datasets) await storeParts(lake, dataset, uploadId, buckets, undefined);
      return { ...named, status: 'rejected', error: error.name, message: error.message };
    }
  });
  await lake.putJson(runFiles.report(runId, uploadId), report);
  return { status: report.status };
}

interface Upload {
  runId: string;
  uploadId: string;
  key: string;
  policy: Policy;
  /** The day of the run. */
  today: string;
}

async function cleanFile(
  database: Database,
  path: string,
  { runId, uploadId, key, policy, today }: Upload,
  { lake, runs, buckets, idSecret }: Dependencies,
) {
  const wanted = datasetOfKey(key);
  const text = await readTextFile(path, wanted && policy.reading[wanted]);
  const table = await readTextTable(database, text);
  await database.run('set variable missing_words = $words', { words: missingWords });
  await database.run(macrosSql);
  const recognised = recogniseColumns<Dataset>(table.headers, wanted, policy.columns, await sampleRows(database));
  const { dataset, dropped, hashedId } = recognised;
  const { sql, parameters } = datasetCleaning[dataset];

  const hashesIds = hashedId || policy.privacy.customerIds === 'hashed';
  const hashesIdentifiers = dataset === 'customers' && policy.privacy.identifiers === 'hashed' && dropped.length > 0;
  const idKey = hashesIds || hashesIdentifiers ? idKeyOf(await idSecret()) : undefined;
  const readers = await valueReaders(database, recognised, policy, hashesIds ? idKey : undefined);
  const money = dataset === 'orders' ? await orderMoney(database, recognised, readers, policy) : undefined;
  const shown = await createSource(database, table.headers, recognised, readers, {
    identifier: hashesIdentifiers && idKey ? (value) => hashSql(value, idKey) : undefined,
    ...(money && { computed: { own_amount: money.amount, code: money.code, rate: money.rate } }),
  });
  const parts = await writeParts(database, sql, {
    buckets,
    upload_id: uploadId,
    ...(await parameters(database, recognised, { policy, key, today })),
  });
  const counts = await countRows(database, table);
  const { quality, newestOn } = await measureQuality(database, recognised, counts, today);
  await writeQuarantine(
    database,
    table,
    shown,
    { uploadId, columnOf: (reason) => columnOfReason(reason, dataset) },
    (file) => lake.upload(file, runFiles.quarantine(runId, uploadId), 'text/csv'),
  );
  await storeParts(lake, dataset, uploadId, buckets, parts);
  if (recognised.isAggregated) await storeParts(lake, 'aggregates', uploadId, buckets, parts);
  if (newestOn && dataset === 'orders') await runs.reportNewestOrder(runId, newestOn);

  const dates = readers.dates[datasetCleaning[dataset].date];
  return {
    dataset,
    ...describeText(text),
    ...(recognised.system !== undefined && { system: recognised.system }),
    columns: recognised.mapping,
    matches: recognised.matches,
    ...(recognised.amounts && { amounts: recognised.amounts }),
    ...(money?.currency !== undefined && { currency: money.currency }),
    identifiers: recognised.identifiers,
    attributes: dataset === 'customers' ? recognised.others : [],
    dropped_columns: dropped,
    date_formats: dates?.numeric ? [dates.numeric.name] : (dates?.formats ?? []),
    ...(dates?.dayOrder && { day_order: dates.dayOrder, day_order_is_guessed: dates.isAmbiguous }),
    ...(newestOn && dataset === 'orders' && { newest_order_on: newestOn }),
    ...counts,
    quality,
  };
}

function describeText(text: TextFile) {
  return {
    format: text.format,
    packing: text.packing,
    ...(text.encoding !== undefined && { encoding: text.encoding }),
    ...(text.sheet !== undefined && { sheet: text.sheet }),
    ...(text.otherSheets !== undefined && { other_sheets: text.otherSheets }),
    has_header: text.hasHeader,
    skipped_lines: text.skippedLines,
    delimiter: text.delimiter,
  };
}

/** Takes one file out of an archive. @returns its path */
async function extracted(object: string, entry: string): Promise<string> {
  const archive = await openArchive(object);
  try {
    await extract(archive, entry, `${object}.entry`, defaultLimits);
    return `${object}.entry`;
  } finally {
    archive.close();
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** Rows by which columns are told apart, as text in the order of the headers. */
async function sampleRows(database: Database): Promise<(string | null)[][]> {
  const rows = await database.rows('from first_rows', z.object({ row: z.array(z.string().nullable()) }));
  return rows.map(({ row }) => row);
}
