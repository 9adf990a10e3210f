import { z } from 'zod';
import type { ObjectStore } from './adapters/object-store.ts';
import { runFiles } from './domain/runs.ts';

/** The uploads a run takes in, as `open-run` found them. */
export const manifest = z.array(
  z.object({ key: z.string(), etag: z.string(), bytes: z.number(), lastModified: z.string() }),
);

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
  }),
  z.object({ ...named, status: z.literal('rejected'), error: z.string(), message: z.string() }),
]);
export type UploadReport = z.infer<typeof uploadReport>;

/** The reports of all uploads of a run that `clean` has been through. */
export async function readReports(lake: ObjectStore, runId: string): Promise<UploadReport[]> {
  const objects = await lake.list(runFiles.reports(runId));
  return Promise.all(objects.map(async ({ key }) => uploadReport.parse(await lake.getJson(key))));
}
