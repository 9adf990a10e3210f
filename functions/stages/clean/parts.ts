import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { Database, Parameters } from '../../../shared/adapters/duckdb/duckdb.ts';
import { mapWithConcurrency } from '../../../shared/adapters/map-with-concurrency.ts';
import { attemptFromKey, cleanFile, cleanUploadPrefix } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

// Columns with more than 1000 distinct values per row group are written without a dictionary: building one costs more.
const PARTITIONED = 'format parquet, partition_by (bucket), compression lz4, dictionary_size_limit 1000';
/** Text of the upload per row group: rows in bucket -1 keep their whole text, and row groups are buffered in memory. */
const GROUP_BYTES = 16 * 1024 * 1024;
const [MIN_ROWS, MAX_ROWS] = [2048, 122_880];
/** Row groups that a thread buffers over all buckets before flushing. */
const GROUPS_WAITING = 2;

interface Writing {
  keptKinds: readonly string[];
  omitted: readonly string[];
  rowBytes: number;
  settledSql: string | undefined;
  settledParameters: Parameters | undefined;
}

/** One of equal rows counts. */
const ONE_OF_EACH = `select rejected_payload.row_hash as row_hash, kind, null::decimal(18, 4) as amount, null::decimal(18, 4) as refunded,
  coalesce(times, 1)::integer as times, 1 as times_kept
  from undecided left join copies on copies.row_hash = rejected_payload.row_hash`;

/** What is refunded of one of equal rows: all of the first, then of the next. */
const REFUNDED =
  'if(settled.refunded > 0, least(settled.amount, greatest(0, settled.refunded - copy * settled.amount)), 0)';

/** The columns of a kept row that its whole order decides, from `settled` and the number of the copy. */
const decidedBySettled = {
  kind: 'settled.kind',
  amount: `(settled.amount - ${REFUNDED})::decimal(18, 4)`,
  refunded: `${REFUNDED}::decimal(18, 4)`,
};
type DecidedColumn = keyof typeof decidedBySettled;
const decidedColumns = Object.keys(decidedBySettled) as DecidedColumn[];

const payload = {
  row_hash: 'UBIGINT',
  raw: ['VARCHAR'],
  own_amount: 'DECIMAL(18, 4)',
  own_currency: 'VARCHAR',
  may_be_discount: 'BOOLEAN',
  names_discount: 'BOOLEAN',
  refunded: 'DECIMAL(18, 4)',
  order_total: 'DECIMAL(18, 4)',
};

/**
 * Writes the rows of `source` to local files by bucket, with one copy of repeated rows unless the dataset decides otherwise.
 * Creates the table `copies` (row_hash, times) of those; the table `settled` (row_hash, kind, amount, refunded, times, times_kept)
 * of kept rows that were decided last; and the views `kept` (the rows of the files) and `refused` (row_hash, kind, raw, amount,
 * own_amount, own_currency).
 * @param sql the dataset's statement, which classifies each row and assigns its bucket
 * @param settledSql see {@link DatasetCleaning}
 * @param keptKinds kinds of rows that are kept; rows of any other kind are rejected
 * @param unknown its columns without data in this upload, which are left out: writing one costs as much as any other
 * @param rowBytes mean length of a row's text
 * @param parameters of the statement
 * @returns a directory with `bucket=<n>/*.parquet`, and the sum of the amounts of all rows, regardless of their sign
 */
export async function writeParts(
  database: Database,
  sql: string,
  { keptKinds, omitted, rowBytes, settledSql, settledParameters }: Writing,
  parameters: Parameters & { buckets: number },
): Promise<{ directory: string; amountRead: number }> {
  const rows = `select * ${omitted.length > 0 ? `exclude (${omitted.join(', ')})` : ''} from (${sql})`;
  const directory = `${database.directory}/parts`;
  await mkdir(directory);
  await database.run(
    'create table copies as select row_hash, count(*) as times from numbers group by row_hash having times > 1',
  );
  const groupRows = Math.max(MIN_ROWS, Math.min(MAX_ROWS, Math.floor(GROUP_BYTES / rowBytes)));
  await database.run(`set partitioned_write_flush_threshold = ${GROUPS_WAITING * groupRows}`);
  const options = `${PARTITIONED}, row_group_size ${groupRows}`;
  await database.run(`copy (${rows}) to ${quotedString(directory)} (${options})`, parameters);
  const [read] = settledSql
    ? await database.rows(
        `select coalesce(sum(abs(amount)), 0)::double as amount from read_parquet(${quotedString(`${directory}/*/*.parquet`)})`,
        z.object({ amount: z.number() }),
      )
    : [];
  const settling = { sql: settledSql ?? ONE_OF_EACH, parameters: settledParameters };
  await separateRejectedRows(database, directory, options, keptKinds, {
    buckets: parameters.buckets,
    settling,
    settledColumns: settledSql ? decidedColumns.filter((column) => !omitted.includes(column)) : [],
  });
  if ((await readdir(directory)).length === 0) {
    await database.run(`create table kept as ${rows} limit 0`, parameters);
  } else {
    await database.run(
      `create view kept as from read_parquet(${quotedString(`${directory}/*/*.parquet`)}, hive_partitioning = true)`,
    );
  }
  return { directory, amountRead: read?.amount ?? 0 };
}

interface Separating {
  buckets: number;
  settling: { sql: string; parameters: Parameters | undefined };
  /** The columns that the whole file decides. */
  settledColumns: readonly DecidedColumn[];
}

/**
 * Bucket -1 holds rejected rows and those that only the whole file decides. Moves the latter to the kept rows, as often as they
 * count.
 */
async function separateRejectedRows(
  database: Database,
  directory: string,
  options: string,
  keptKinds: readonly string[],
  { buckets, settling, settledColumns }: Separating,
): Promise<void> {
  const rejected = `${database.directory}/rejected`;
  if (!existsSync(`${directory}/bucket=-1`)) {
    await database.run(
      `create table refused (row_hash ubigint, kind varchar, raw varchar[], amount decimal(18, 4), own_amount decimal(18, 4), own_currency varchar)`,
    );
    await database.run(
      'create table settled (row_hash ubigint, kind varchar, amount decimal(18, 4), refunded decimal(18, 4), times integer, times_kept integer)',
    );
    return;
  }
  await rename(`${directory}/bucket=-1`, rejected);
  await database.run(
    `create view one_of_each as
     from (
       select * replace (from_json(rejected_payload, ${quotedString(JSON.stringify(payload))}) as rejected_payload)
       from read_parquet(${quotedString(`${rejected}/*.parquet`)})
     ) qualify row_number() over (partition by rejected_payload.row_hash) = 1`,
  );
  const keeps = `kind in (${keptKinds.map(quotedString).join(', ')})`;
  await database.run(`create view undecided as from one_of_each where ${keeps}`);
  const decided =
    (await readdir(directory)).length > 0
      ? `read_parquet(${quotedString(`${directory}/*/*.parquet`)})`
      : 'undecided limit 0';
  await database.run(`create view decided as from ${decided}`);
  await database.run(`create table settled as ${settling.sql}`, settling.parameters);
  const settledValues = settledColumns.map((column) => `${decidedBySettled[column]} as ${column}, `).join('');
  await database.run(
    `copy (
       select undecided.* replace (${settledValues}null::varchar as rejected_payload), bucket_of(customer_id, $buckets) as bucket
       from undecided join settled on settled.row_hash = undecided.rejected_payload.row_hash, range(times_kept) as copies(copy)
     ) to ${quotedString(directory)} (${options}, append)`,
    { buckets },
  );
  const amount = settledColumns.includes('amount') ? 'amount' : 'null::decimal(18, 4) as amount';
  await database.run(
    `create view refused as
     select kind, ${amount}, rejected_payload.row_hash as row_hash, rejected_payload.raw as raw,
       rejected_payload.own_amount as own_amount, rejected_payload.own_currency as own_currency
     from one_of_each where not ${keeps}`,
  );
}

interface StoreTarget {
  uploadId: string;
  /** See `cleaningAttempt`. */
  attempt: string;
  buckets: number;
  /** Is called before each bucket, and throws when a newer run has begun. */
  requireNewest: () => Promise<void>;
  /** Moves a file into the lake, or copies it. */
  write?: ObjectStore['store'];
}

/**
 * Puts the files into the lake and removes files of earlier attempts at the same upload. An earlier attempt may still be at work:
 * each has file names of its own and removes none of a later one, so that neither harms the other.
 * @param directory see {@link writeParts}; undefined to remove only
 */
export async function storeParts(
  lake: ObjectStore,
  dataset: string,
  directory: string | undefined,
  { uploadId, attempt, buckets, requireNewest, write = lake.store }: StoreTarget,
): Promise<void> {
  await mapWithConcurrency([...Array(buckets).keys()], async (bucket) => {
    const folder = `${directory}/bucket=${bucket}`;
    const files = existsSync(folder) ? (await readdir(folder)).toSorted() : [];
    const stored = await lake.list(cleanUploadPrefix(dataset, bucket, uploadId));
    const earlier = stored.map(({ key }) => key).filter((key) => attemptFromKey(key) < attempt);
    if (files.length + earlier.length === 0) return;
    await requireNewest();
    for (const [index, file] of files.entries()) {
      const key = cleanFile(dataset, bucket, uploadId, index, attempt);
      await write(`${folder}/${file}`, key, 'application/vnd.apache.parquet');
    }
    await lake.remove(earlier);
  });
}
