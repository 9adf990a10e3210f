import { createUploadId } from '../../../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import type { CleanedReport, UploadQuality } from '../../../../shared/run/reports.ts';
import { runningRun, type Services } from '../../services.ts';

export interface Upload {
  name: string;
  kept?: number;
  quarantined?: number;
  days?: [string, string];
  quality?: Partial<UploadQuality>;
}

/** A report as `clean` writes it; by default 310 orders of July in euros. */
export function reportOf(upload_id: string, { name, kept = 310, quarantined = 0, ...upload }: Upload): CleanedReport {
  const [first_on, last_on] = upload.days ?? ['2026-07-01', '2026-07-31'];
  const columns = ['customer_id', 'ordered_at', 'quantity', 'unit_price', 'amount'];
  return {
    upload_id,
    key: `inbox/${name}`,
    file: name,
    bytes: 1,
    status: 'cleaned',
    dataset: 'orders',
    delimiter: ',',
    columns: Object.fromEntries(columns.map((column) => [column, column])),
    attributes: [],
    dropped_columns: [],
    date_formats: [],
    rows: kept + quarantined,
    kept,
    returns: 0,
    duplicates: 0,
    filtered: 0,
    quarantined,
    reasons: quarantined > 0 ? { bad_date: quarantined } : {},
    quality: {
      columns: columns.map((column) => ({ column, header: column, missing: 0, invalid: 0, distinct: kept })),
      customers: kept,
      first_on,
      last_on,
      future: 0,
      amount_total: 10 * kept,
      amount: { lower: 1, upper: 100, outliers: 0 },
      quantity: null,
      currencies: { EUR: kept },
      inconsistent: 0,
      ...upload.quality,
    },
  };
}

/** Writes a run as it is once all its uploads are cleaned: manifest, policy, reports and a clean file of each. */
export async function putCleanedRun(
  services: Services,
  runId: string,
  uploads: readonly Upload[],
  { policy = {}, ...fields }: { policy?: object; accept_gate?: boolean } = {},
): Promise<string[]> {
  await services.runs.putRun({ ...runningRun(runId, '2026-07-31'), ...fields });
  await services.lake.putJson(runFiles.policy(runId), policy);
  for (const { name } of uploads) await services.inbox.putJson(`inbox/${name}`, name);
  const objects = await services.inbox.list('inbox/');
  const manifest = uploads.flatMap(({ name }) => objects.filter(({ key }) => key === `inbox/${name}`));
  await services.lake.putJson(runFiles.manifest(runId), manifest);
  const ids = manifest.map(createUploadId);
  for (const [index, upload] of uploads.entries()) {
    const id = ids[index] ?? '';
    await services.lake.putJson(runFiles.report(runId, id), reportOf(id, upload));
    await services.lake.putJson(`clean/orders/bucket=000/upload=${id}/0.parquet`, 'rows');
  }
  return ids;
}
