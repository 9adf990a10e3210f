import { basename } from 'node:path';
import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { type Recognised, recogniseColumns } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import { repairOnly } from '../../../shared/domain/intake/datasets/clean-columns.ts';
import { type Dataset, datasetDefinitions } from '../../../shared/domain/intake/datasets/datasets.ts';
import { datasetFromKey } from '../../../shared/domain/intake/uploads.ts';
import { missingWords } from '../../../shared/domain/intake/vocabulary/missing-words.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier } from '../../../shared/domain/sql/quoting.ts';
import { InputError, UnreadableUploadError } from '../../../shared/errors.ts';
import { macrosSql } from '../../../shared/pipeline/clean-rows/macros.ts';
import { countStates } from './count-states.ts';
import { countMoney, countRows } from './counts.ts';
import { datasetCleaning } from './datasets.ts';
import { dateRemarks } from './date-remarks.ts';
import { completeLines } from './first-lines.ts';
import { countGuests, findGuests } from './guests.ts';
import { setIdKey } from './id-key.ts';
import { orderMoney } from './order-money.ts';
import { writeParts } from './parts.ts';
import { measureQuality } from './quality.ts';
import { defaultLimits } from './reading/limits.ts';
import { rowRoleSql } from './row-role.ts';
import { countSetAside, settleLastTotal } from './set-aside.ts';
import { createSource, isRepaired, isStrataColumn } from './source.ts';
import { summaryRemarks } from './summary-remarks.ts';
import { readTextFile, type TextFile } from './text-file.ts';
import { readTextTable } from './text-table.ts';
import { valueReaders } from './value-readers.ts';

interface Upload {
  uploadId: string;
  /** Key in the inbox. */
  key: string;
  /** The file's name, if it is one of an archive. */
  file?: string;
  policy: Policy;
  /** Day of the run, YYYY-MM-DD. */
  today: string;
  buckets: number;
  /** HMAC key for customer ids. */
  idSecret: () => Promise<Buffer>;
  /** Whether the kept rows have their `row_hash`, which finds their place in the file. */
  withRowHash?: boolean;
}

export type Examined = Awaited<ReturnType<typeof examine>>;

/** From this many columns on, a table may need more memory than there is. */
const MANY_COLUMNS = 100;

/**
 * Reads and classifies an upload on the local disk. Creates the views `kept` and `refused`.
 * @param path the upload, or one file of an archive
 * @returns what was recognised, the rows by bucket, and the headers of columns without personal data
 * @throws {InputError} if the upload cannot be understood
 */
export async function examine(database: Database, path: string, upload: Upload) {
  const wanted = datasetFromKey(upload.key);
  const { columns, reading } = upload.policy;
  const text = await readTextFile(path, wanted && reading[wanted], defaultLimits, (headers, rows) => {
    try {
      return recogniseColumns<Dataset>(headers, wanted, columns, rows).dataset;
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  });
  const { text: lines, completed } = await completeLines(
    text,
    `${database.directory}/completed`,
    wanted,
    upload.policy.columns,
  );
  return examineText(database, lines, completed, wanted, upload).catch((cause: Error) => {
    throw isTooWide(text, cause) ? tooWide(text, cause) : cause;
  });
}

const isTooWide = ({ headers }: TextFile, { message, cause }: Error) =>
  headers.length >= MANY_COLUMNS && /out of memory/i.test(`${message} ${cause}`);

const tooWide = ({ headers }: TextFile, cause: Error) =>
  new UnreadableUploadError(
    `The file has ${headers.length} columns, and its rows do not fit into the memory that there is: leave out columns that say nothing of customers`,
    { cause },
  );

async function examineText(
  database: Database,
  text: TextFile,
  completedLines: number,
  wanted: Dataset | undefined,
  { uploadId, key, file = basename(key), policy, today, buckets, idSecret, withRowHash = false }: Upload,
) {
  const table = await readTextTable(database, text);
  await database.run('set variable missing_words = $words', { words: ['', ...missingWords] });
  await database.run(macrosSql);
  const headers = table.headers.filter((header) => !isStrataColumn(header));
  const recognised = ofDocuments(
    recogniseColumns<Dataset>(headers, wanted, policy.columns, await firstRows(database, headers)),
    text.nested,
  );
  const { dataset, dropped, hashedId } = recognised;
  const { sql, settledSql, parameters, settledParameters } = datasetCleaning[dataset];
  const { kept, omittable, dateField } = datasetDefinitions[dataset];

  const hashesIds = hashedId || policy.privacy.customerIds === 'hashed';
  const hashesIdentifiers = dataset === 'customers' && policy.privacy.identifiers === 'hashed' && dropped.length > 0;
  await setIdKey(database, await idSecret());
  const readers = await valueReaders(database, recognised, policy, { hashesIds, file: text });
  const amounts = dataset === 'orders' ? await orderMoney(database, recognised, readers, policy) : undefined;
  const role = await rowRoleSql(database, headers, recognised);
  const guests = await findGuests(database, recognised, readers, role);
  const shown = await createSource(database, table.headers, recognised, readers, {
    uploadId,
    hashesIds,
    hashesIdentifiers,
    role,
    guests,
    ...(amounts && {
      computed: {
        ...{ own_amount: amounts.amount, own_refunded: amounts.refunded, code: amounts.code, rate: amounts.rate },
        exact_below: amounts.exactBelow,
      },
    }),
  });
  const isRepair = isRepaired(table.headers);
  const known = new Set<string>([...Object.keys(recognised.mapping), ...(isRepair ? repairOnly : [])]);
  if (amounts?.currency !== undefined) known.add('currency');
  if (known.has('status')) known.add('unknown_status');
  if (known.has('test_mode')) known.add('is_test');
  const omitted = [...omittable.filter((column) => !known.has(column)), ...(withRowHash ? [] : ['row_hash'])];
  const { directory: parts, amountRead } = await writeParts(
    database,
    sql,
    {
      keptKinds: Object.keys(kept),
      omitted,
      rowBytes: table.rowBytes,
      settledSql,
      settledParameters: settledParameters?.(recognised),
    },
    {
      buckets,
      ...(await parameters(database, recognised, { policy, key, file, today })),
    },
  );
  if (dataset === 'orders') await settleLastTotal(database, recognised, shown);
  const counts = await countRows(database, table, dataset);
  const states = dataset === 'orders' ? await countStates(database, recognised) : undefined;
  const money = dataset === 'orders' ? await countMoney(database, amountRead) : undefined;
  const { quality, newestOn } = await measureQuality(database, recognised, counts, {
    today,
    hasCurrency: amounts !== undefined && known.has('currency'),
    buckets,
  });

  const dates = readers.dates[dateField];
  const findings = {
    dataset,
    ...describeText(text),
    ...(recognised.system !== undefined && { system: recognised.system }),
    columns: recognised.mapping,
    matches: recognised.matches,
    ...(recognised.amounts && { amounts: recognised.amounts }),
    ...(amounts?.currency !== undefined && { currency: amounts.currency }),
    is_aggregated: recognised.isAggregated,
    ...(isRepair && { is_mended: true }),
    ...(completedLines > 0 && { completed_lines: completedLines }),
    identifiers: recognised.identifiers,
    attributes: dataset === 'customers' ? recognised.others : [],
    dropped_columns: dropped,
    date_formats: dates?.numeric ? [dates.numeric.name] : (dates?.formats ?? []),
    ...(dates?.dayOrder && { day_order: dates.dayOrder, day_order_is_guessed: dates.isAmbiguous }),
    ...(newestOn && dataset === 'orders' && { newest_order_on: newestOn }),
    ...counts,
    ...(text.evenedRows ? { evened_rows: text.evenedRows } : {}),
    ...states,
    ...(await countSetAside(database)),
    ...(guests && (await countGuests(database, guests))),
    ...(await summaryRemarks(database, recognised, policy)),
    ...(await dateRemarks(database, recognised, readers, { policy, reasons: counts.reasons })),
    ...(money && { money }),
    quality,
  };
  return { findings, table, parts, shown, hidesCells: hashesIds || dropped.length > 0 };
}

/**
 * The columns of documents with objects in them. What these hold beside the recognised fields may be about a person, whatever its
 * name: none of it is kept. The `id` of an order document is the order's.
 */
function ofDocuments(recognised: Recognised<Dataset>, nested: readonly string[] = []): Recognised<Dataset> {
  const { dataset, mapping, matches, dropped, others } = recognised;
  if (nested.length === 0) return recognised;
  const id = others.find((header) => header.toLowerCase() === 'id');
  const hasId = dataset === 'orders' && mapping.order_id === undefined && id !== undefined;
  const kept = others.filter((header) => !nested.includes(header));
  return {
    ...recognised,
    ...(hasId && {
      mapping: { ...mapping, order_id: id },
      matches: [...matches, { field: 'order_id' as const, header: id, score: 0.5, by: 'content' as const, name: 0 }],
    }),
    dropped: [...dropped, ...others.filter((header) => nested.includes(header))],
    others: hasId ? kept.filter((header) => header !== id) : kept,
  };
}

function describeText(text: TextFile) {
  return {
    format: text.format,
    packing: text.packing,
    ...(text.encoding !== undefined && { encoding: text.encoding }),
    ...(text.encodingAlternatives?.length && { encoding_alternatives: text.encodingAlternatives }),
    ...(text.sheet !== undefined && { sheet: text.sheet }),
    ...(text.otherSheets !== undefined && { other_sheets: text.otherSheets }),
    has_header: text.hasHeader,
    skipped_lines: text.skippedLines,
    ignored: text.ignored,
    delimiter: text.delimiter,
  };
}

/** The first rows, as text in header order, for recognising columns. */
async function firstRows(database: Database, headers: readonly string[]): Promise<(string | null)[][]> {
  const rows = await database.rows(
    `select [${headers.map(quotedIdentifier).join(', ')}] as row from first_rows`,
    z.object({ row: z.array(z.string().nullable()) }),
  );
  return rows.map(({ row }) => row);
}
