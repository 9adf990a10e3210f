import { z } from 'zod';
import type { ObjectStore } from './adapters/object-store.ts';
import { runFiles } from './domain/runs.ts';

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
    dataset: z.enum(['orders', 'customers']),
    delimiter: z.string(),
    /** Canonical name → header. */
    columns: z.record(z.string(), z.string()),
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
  z.object({ ...named, status: z.literal('rejected'), error: z.string(), message: z.string() }),
]);
export type UploadReport = z.infer<typeof uploadReport>;

/** The reports of all uploads of a run that `clean` has been through. */
export async function readReports(lake: ObjectStore, runId: string): Promise<UploadReport[]> {
  const objects = await lake.list(runFiles.reports(runId));
  return Promise.all(objects.map(async ({ key }) => uploadReport.parse(await lake.getJson(key))));
}
