import { z } from 'zod';
import type { ObjectStore } from '../adapters/aws/object-store.ts';
import { datasets } from '../domain/intake/datasets/datasets.ts';
import { runFiles } from '../domain/run/runs.ts';

/** The uploads a run takes in, as `open-run` found them. */
export const manifest = z.array(
  z.object({
    key: z.string(),
    etag: z.string(),
    bytes: z.number(),
    lastModified: z.string(),
    /** Of a zip archive of several files: the one that is this upload. */
    entry: z.object({ path: z.string(), bytes: z.number() }).optional(),
    /** With the first of them: the archive's hidden and empty files. */
    ignored: z.array(z.string()).optional(),
  }),
);

/** Robust limits of a column of numbers, and how many values lie beyond them; these are flagged, not dropped. */
const spread = z.object({ lower: z.number(), upper: z.number(), outliers: z.number() });

/** What the rows of an upload are like. Counts are rows. */
export const uploadQuality = z.object({
  /** One per canonical column that the upload has. */
  columns: z.array(
    z.object({
      column: z.string(),
      header: z.string(),
      /** Completeness: rows in which it says nothing. */
      missing: z.number(),
      /** Validity: rows refused for what it says. */
      invalid: z.number(),
      /** Uniqueness: different values among the kept rows, within a few per cent. */
      distinct: z.number(),
    }),
  ),
  /** Different customers among the kept rows, within a few per cent. */
  customers: z.number(),
  /** Timeliness: days of the first and the last kept row; null where the dataset has no dates. */
  first_on: z.string().nullable(),
  last_on: z.string().nullable(),
  /** Kept rows dated after the day of the run. */
  future: z.number(),
  /** Sum of the kept rows' amounts. */
  amount_total: z.number(),
  amount: spread.nullable(),
  quantity: spread.nullable(),
  /** Kept rows by currency; none where no currency is given. */
  currencies: z.record(z.string(), z.number()),
  /** Consistency: rows whose amount is not quantity × unit price, where the upload has all three. */
  inconsistent: z.number(),
});
export type UploadQuality = z.infer<typeof uploadQuality>;

const named = { upload_id: z.string(), key: z.string(), file: z.string(), bytes: z.number() };

/** What `clean` did with one upload. Rows = kept + duplicates + filtered + quarantined, always. */
export const uploadReport = z.discriminatedUnion('status', [
  z.object({
    ...named,
    status: z.literal('cleaned'),
    dataset: z.enum(datasets),
    /** SHA-256 of the upload's bytes. */
    digest: z.string().optional(),
    /** What the file was: its format and packing, encoding, sheet. */
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
    /** The shop or till whose export it is, where the headers give it away. */
    system: z.string().optional(),
    /** Canonical name → header. */
    columns: z.record(z.string(), z.string()),
    /** Why each column was taken for what it is. */
    matches: z.array(z.object({ field: z.string(), header: z.string(), score: z.number(), by: z.string() })).optional(),
    /** Of orders: whether rows are orders or their lines, and what is added up. */
    amounts: z.object({ rows: z.string(), from: z.string() }).optional(),
    /** Of customers: whether a row is what their orders came to. */
    is_aggregated: z.boolean().optional(),
    /** What amounts are added up in. */
    currency: z.string().optional(),
    /** Columns that identify a person, and what of one each holds. */
    identifiers: z.array(z.object({ header: z.string(), kind: z.string(), by: z.string() })).optional(),
    /** How dates are read: day-first or month-first where that had to be decided, and whether the column told. */
    day_order: z.enum(['day-first', 'month-first']).optional(),
    day_order_is_guessed: z.boolean().optional(),
    /** Whether its rows are out of quarantine, mended. */
    is_mended: z.boolean().optional(),
    /** Headers kept as customers' attributes. */
    attributes: z.array(z.string()),
    /** Headers of direct identifiers, never read. */
    dropped_columns: z.array(z.string()),
    date_formats: z.array(z.string()),
    newest_order_on: z.string().optional(),
    rows: z.number(),
    kept: z.number(),
    /** Of those kept: lines that give money back. */
    returns: z.number(),
    duplicates: z.number(),
    /** Unpaid and cancelled orders, left out on purpose. */
    filtered: z.number(),
    quarantined: z.number(),
    /** Quarantined rows by reason. */
    reasons: z.record(z.string(), z.number()),
    quality: uploadQuality.optional(),
  }),
  /** The bytes of another upload, taken in once. */
  z.object({ ...named, status: z.literal('repeated'), same_as: z.string() }),
  z.object({ ...named, status: z.literal('rejected'), error: z.string(), message: z.string() }),
]);
export type UploadReport = z.infer<typeof uploadReport>;
export type CleanedReport = Extract<UploadReport, { status: 'cleaned' }>;

/** The reports of all uploads of a run that `clean` has been through. */
export async function readReports(lake: ObjectStore, runId: string): Promise<UploadReport[]> {
  const objects = await lake.list(runFiles.reports(runId));
  return Promise.all(objects.map(async ({ key }) => uploadReport.parse(await lake.getJson(key))));
}
