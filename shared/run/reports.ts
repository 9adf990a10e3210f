import { z } from 'zod';
import { columnQuestionSchema } from '../domain/intake/columns/column-question.ts';
import { datasets } from '../domain/intake/datasets/datasets.ts';
import { runFiles } from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';

/** The uploads of a run, as listed by `open-run`. */
export const manifest = z.array(
  z.object({
    key: z.string(),
    etag: z.string(),
    bytes: z.number(),
    lastModified: z.string(),
    /** For a zip archive of several files: the file that is this upload. */
    entry: z.object({ path: z.string(), bytes: z.number() }).optional(),
    /** On the first upload of an archive: its hidden and empty files. */
    ignored: z.array(z.string()).optional(),
  }),
);

/** Robust limits of a numeric column, and the number of values outside them, which are flagged and not dropped. */
const spread = z.object({ lower: z.number(), upper: z.number(), outliers: z.number() });

/** Quality figures of an upload. Counts are rows. */
export const uploadQuality = z.object({
  /** One per canonical column that the upload has. */
  columns: z.array(
    z.object({
      column: z.string(),
      header: z.string(),
      /** Completeness: rows without a value. */
      missing: z.number(),
      /** Validity: rows quarantined because of the value. */
      invalid: z.number(),
      /** Uniqueness: approximate number of distinct values among the kept rows, within a few per cent. */
      distinct: z.number(),
    }),
  ),
  /** Approximate number of distinct customers among the kept rows, within a few per cent. */
  customers: z.number(),
  /** Timeliness: dates of the first and the last kept row; null if the dataset has no dates. */
  first_on: z.string().nullable(),
  last_on: z.string().nullable(),
  /** Kept rows dated after the day of the run. */
  future: z.number(),
  /** Sum of the kept rows' amounts. */
  amount_total: z.number(),
  amount: spread.nullable(),
  quantity: spread.nullable(),
  /** Kept rows by currency; empty if the upload has no currency. */
  currencies: z.record(z.string(), z.number()),
  /** Consistency: rows whose amount is not quantity × unit price, if the upload has all three. */
  inconsistent: z.number(),
});
export type UploadQuality = z.infer<typeof uploadQuality>;

const named = { upload_id: z.string(), key: z.string(), file: z.string(), bytes: z.number() };

/** The upload report of `clean`. Always: rows = kept + duplicates + filtered + quarantined. */
export const uploadReport = z.discriminatedUnion('status', [
  z.object({
    ...named,
    status: z.literal('cleaned'),
    dataset: z.enum(datasets),
    /** SHA-256 of the upload's bytes. */
    digest: z.string().optional(),
    /** Format, packing, encoding and sheet of the file. */
    format: z.string().optional(),
    packing: z.array(z.string()).optional(),
    encoding: z.string().optional(),
    sheet: z.string().optional(),
    other_sheets: z.array(z.string()).optional(),
    has_header: z.boolean().optional(),
    skipped_lines: z.number().optional(),
    /** Hidden and empty files of its archive. */
    ignored: z.array(z.string()).optional(),
    delimiter: z.string(),
    /** The shop or point-of-sale system that the headers identify. */
    system: z.string().optional(),
    /** Canonical name → header. */
    columns: z.record(z.string(), z.string()),
    /** How each column was recognised. */
    matches: z.array(z.object({ field: z.string(), header: z.string(), score: z.number(), by: z.string() })).optional(),
    /** For orders: whether rows are orders or order lines, and which amount is summed. */
    amounts: z.object({ rows: z.string(), from: z.string() }).optional(),
    /** For customers: whether it is an aggregated customers file. */
    is_aggregated: z.boolean().optional(),
    /** Currency of the sums. */
    currency: z.string().optional(),
    /** Columns with personal identifiers, and the kind of each. */
    identifiers: z.array(z.object({ header: z.string(), kind: z.string(), by: z.string() })).optional(),
    /** Whether ambiguous dates are read day-first or month-first, and whether that is a guess. */
    day_order: z.enum(['day-first', 'month-first']).optional(),
    day_order_is_guessed: z.boolean().optional(),
    /** Whether its rows are quarantine repairs. */
    is_mended: z.boolean().optional(),
    /** Headers of columns kept as customer attributes. */
    attributes: z.array(z.string()),
    /** Headers of columns with personal identifiers, which are not read. */
    dropped_columns: z.array(z.string()),
    date_formats: z.array(z.string()),
    newest_order_on: z.string().optional(),
    rows: z.number(),
    kept: z.number(),
    /** Kept rows that are returns. */
    returns: z.number(),
    duplicates: z.number(),
    /** Filtered rows, such as unpaid and cancelled orders. */
    filtered: z.number(),
    quarantined: z.number(),
    /** Quarantined rows by reason. */
    reasons: z.record(z.string(), z.number()),
    quality: uploadQuality.optional(),
  }),
  /** An upload with the same content as another one, which is processed only once. */
  z.object({ ...named, status: z.literal('repeated'), same_as: z.string() }),
  z.object({
    ...named,
    status: z.literal('rejected'),
    error: z.string(),
    message: z.string(),
    /** Which column is which field, if that is why. */
    question: columnQuestionSchema.optional(),
  }),
]);
export type UploadReport = z.infer<typeof uploadReport>;
export type CleanedReport = Extract<UploadReport, { status: 'cleaned' }>;

/** Reads the upload reports that `clean` has written for a run. */
export async function readReports(lake: ObjectStore, runId: string): Promise<UploadReport[]> {
  const objects = await lake.list(runFiles.reports(runId));
  return Promise.all(objects.map(async ({ key }) => uploadReport.parse(await lake.getJson(key))));
}
