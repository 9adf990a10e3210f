import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type Database, quotedString, type WithDatabase } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { RunTable } from '../../shared/adapters/run-table.ts';
import { recogniseColumns } from '../../shared/domain/columns.ts';
import { type Policy, parsePolicy } from '../../shared/domain/policy.ts';
import { dayIn, runFiles } from '../../shared/domain/runs.ts';
import { statuses } from '../../shared/domain/statuses.ts';
import { datasetOfKey, uploadIdOf } from '../../shared/domain/uploads.ts';
import { InputError, UnsupportedDatasetError } from '../../shared/errors.ts';
import { manifest, type UploadReport } from '../../shared/reports.ts';
import { countRows } from './counts.ts';
import customersSql from './customers.sql';
import macrosSql from './macros.sql';
import ordersSql from './orders.sql';
import { DICTIONARY_SIZE_LIMIT, mergedParts, NOT_KEPT, storeParts } from './parts.ts';
import { type Profile, profile } from './profile.ts';
import { writeQuarantine } from './quarantine.ts';
import { createSource } from './source.ts';
import { readTextTable } from './text-table.ts';

interface Dependencies {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  buckets: number;
}

const sqlOf = { orders: ordersSql, customers: customersSql };
const dateOf = { orders: 'ordered_at', customers: 'signed_up_at' } as const;

/**
 * Takes one upload in: canonical rows by customer bucket into the lake, refused rows into quarantine, and a report of
 * what became of every row. An upload that cannot be understood is rejected as a whole, with the reason in its report.
 */
export async function clean(
  { runId, uploadId }: { runId: string; uploadId: string },
  { inbox, lake, runs, withDatabase, buckets }: Dependencies,
): Promise<{ status: UploadReport['status'] }> {
  const upload = manifest
    .parse(await lake.getJson(runFiles.manifest(runId)))
    .find((object) => uploadIdOf(object) === uploadId);
  if (!upload) throw new Error(`Upload ${uploadId} is not in the manifest of run ${runId}`);
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = await runs.getRun(runId);
  if (!run) throw new Error(`There is no run ${runId}`);
  const named = { upload_id: uploadId, key: upload.key, file: basename(upload.key), bytes: upload.bytes };

  const report = await withDatabase(async (database): Promise<UploadReport> => {
    try {
      const file = `${database.directory}/upload`;
      await inbox.download(upload.key, file);
      const { counts, newestOrderOn, parts, ...rest } = await cleanFileRows(database, file, {
        key: upload.key,
        uploadId,
        policy,
        buckets,
        today: dayIn(policy.timeZone, run.started_at),
      });
      await writeQuarantine(database, rest.table, rest.recognised, parts.has(NOT_KEPT), (path) =>
        lake.upload(path, runFiles.quarantine(runId, uploadId), 'text/csv'),
      );
      await storeParts(lake, rest.recognised.dataset, uploadId, buckets, parts);
      if (newestOrderOn) await runs.reportNewestOrder(runId, newestOrderOn);
      return {
        ...named,
        status: 'cleaned',
        dataset: rest.recognised.dataset,
        delimiter: rest.table.delimiter,
        columns: rest.recognised.mapping,
        attributes: rest.recognised.dataset === 'customers' ? rest.recognised.others : [],
        dropped_columns: rest.recognised.dropped,
        date_formats: rest.profile.dateFormats,
        ...(newestOrderOn && { newest_order_on: newestOrderOn }),
        ...counts,
      };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      await storeParts(lake, 'orders', uploadId, buckets, new Map());
      await storeParts(lake, 'customers', uploadId, buckets, new Map());
      return { ...named, status: 'rejected', error: error.name, message: error.message };
    }
  });
  await lake.putJson(runFiles.report(runId, uploadId), report);
  return { status: report.status };
}

interface Reading {
  key: string;
  uploadId: string;
  policy: Policy;
  buckets: number;
  /** Orders after this day are not the newest order. */
  today: string;
}

async function cleanFileRows(database: Database, file: string, { key, uploadId, policy, buckets, today }: Reading) {
  const table = await readTextTable(database, file);
  const wanted = datasetOfKey(key);
  if (wanted === 'interactions' || wanted === 'feedback') {
    throw new UnsupportedDatasetError(`Files of ${wanted} are not taken in: drop orders or customers`);
  }
  const recognised = recogniseColumns(table.headers, wanted, policy.columns);
  const { dataset } = recognised;
  await database.run(macrosSql);
  await createSource(database, recognised);
  const known = await profile(database, dateOf[dataset], table.rows, policy.dayFirst);

  await database.run(
    `create table duplicates as
     select row_hash, min(row_number) as first_row from source group by row_hash having count(*) > 1`,
  );
  const directory = `${database.directory}/parts`;
  await mkdir(directory);
  await database.run(
    `copy (${sqlOf[dataset]}) to ${quotedString(directory)} (format parquet, partition_by (bucket), compression lz4,
       dictionary_size_limit ${DICTIONARY_SIZE_LIMIT})`,
    sqlParameters(dataset, known, policy, buckets, uploadId),
  );
  const counts = await countRows(database, directory, table);
  const [newest] =
    dataset === 'orders' && counts.kept > 0
      ? await database.rows(
          `select max(ordered_at)::date::varchar as day from read_parquet($parts)
           where kind = 'purchase' and ordered_at::date <= $today::date`,
          z.object({ day: z.string().nullable() }),
          { parts: `${directory}/bucket=*/*.parquet`, today },
        )
      : [];
  return {
    table,
    recognised,
    profile: known,
    counts,
    newestOrderOn: newest?.day ?? undefined,
    parts: await mergedParts(database, directory),
  };
}

function sqlParameters(
  dataset: 'orders' | 'customers',
  known: Profile,
  policy: Policy,
  buckets: number,
  uploadId: string,
) {
  const shared = {
    buckets,
    upload_id: uploadId,
    formats: known.dateFormats.length > 0 ? known.dateFormats : ['%Y-%m-%d'],
    time_zone: policy.timeZone,
    ids_as_floats: known.idsAsFloats,
  };
  if (dataset === 'customers') return shared;
  return {
    ...shared,
    cancellation_numbers: known.cancellationNumbers,
    void_words: statuses.void,
    return_words: statuses.return,
    undone_words: statuses.undone,
  };
}
