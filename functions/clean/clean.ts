import { basename } from 'node:path';
import { z } from 'zod';
import type { Database, Parameters, WithDatabase } from '../../shared/adapters/duckdb.ts';
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
import { storeParts, writeParts } from './parts.ts';
import { type Profile, profile } from './profile.ts';
import { writeQuarantine } from './quarantine.ts';
import { createSource } from './source.ts';
import { readTextFile } from './text-file.ts';
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
      const text = await readTextFile(file);
      const table = await readTextTable(database, text);
      const wanted = datasetOfKey(upload.key);
      if (wanted === 'interactions' || wanted === 'feedback') {
        throw new UnsupportedDatasetError(`Files of ${wanted} are not taken in: drop orders or customers`);
      }
      const recognised = recogniseColumns(table.headers, wanted, policy.columns);
      const { dataset, mapping, others, dropped } = recognised;
      await database.run(macrosSql);
      const shown = await createSource(database, table.headers, recognised);
      const known = await profile(database, dateOf[dataset], policy.dayFirst);
      const parts = await writeParts(database, sqlOf[dataset], {
        buckets,
        upload_id: uploadId,
        ...parametersOf(dataset, known, policy),
      });
      const counts = await countRows(database, table);
      await writeQuarantine(database, table, shown, (path) =>
        lake.upload(path, runFiles.quarantine(runId, uploadId), 'text/csv'),
      );
      await storeParts(lake, dataset, uploadId, buckets, parts);
      const newest =
        dataset === 'orders' ? await newestOrderOn(database, dayIn(policy.timeZone, run.started_at)) : null;
      if (newest) await runs.reportNewestOrder(runId, newest);
      return {
        ...named,
        status: 'cleaned',
        dataset,
        delimiter: text.delimiter,
        columns: mapping,
        attributes: dataset === 'customers' ? others : [],
        dropped_columns: dropped,
        date_formats: known.dateFormats,
        ...(newest && { newest_order_on: newest }),
        ...counts,
      };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      await storeParts(lake, 'orders', uploadId, buckets, undefined);
      await storeParts(lake, 'customers', uploadId, buckets, undefined);
      return { ...named, status: 'rejected', error: error.name, message: error.message };
    }
  });
  await lake.putJson(runFiles.report(runId, uploadId), report);
  return { status: report.status };
}

/** The day of the newest purchase in `kept`; one after today is a mistake and does not count. */
async function newestOrderOn(database: Database, today: string): Promise<string | null> {
  const [newest] = await database.rows(
    `select max(ordered_at)::date::varchar as day from kept
     where kind = 'purchase' and ordered_at::date <= $today::date`,
    z.object({ day: z.string().nullable() }),
    { today },
  );
  return newest?.day ?? null;
}

function parametersOf(dataset: 'orders' | 'customers', known: Profile, policy: Policy): Parameters {
  const shared = {
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
