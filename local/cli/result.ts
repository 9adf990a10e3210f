import { parseRunSummary } from '../../shared/run/summary.ts';
import type { Outcome } from './outcome.ts';
import type { UploadQuality } from './quality.ts';

/**
 * The JSON object that `--json` prints.
 * @param out folder that the files were copied to
 * @param seconds seconds by stage
 */
export function jsonResult(
  { run, quality: { uploads, gate } }: Outcome,
  out: string | undefined,
  seconds: Record<string, number>,
) {
  const { run_id, status, as_of } = run;
  return {
    run_id,
    status,
    as_of: as_of ?? null,
    uploads: uploads.map(uploadResult),
    gate: gate ?? null,
    ...(status === 'succeeded'
      ? runCounts(run)
      : { customers: 0, tiers: [], segments: [], clusters: null, lifetime_value: null }),
    out: out ?? null,
    seconds: Object.fromEntries(Object.entries(seconds).map(([stage, value]) => [stage, Number(value.toFixed(3))])),
    ...(status === 'failed' && { failed_state: run.failed_state, error: run.error, message: run.message }),
  };
}

function uploadResult(upload: UploadQuality) {
  const { file, dataset, rows, kept, duplicates, quarantined, reasons, status, error, message, same_as } = upload;
  const shown = { file, dataset: dataset ?? null, rows, kept, duplicates, quarantined, reasons };
  if (status === 'repeated') return { ...shown, same_as };
  return status === 'rejected' ? { ...shown, error, message } : shown;
}

function runCounts(run: Outcome['run']) {
  const { tiers, segments, clusters, lifetime_value, model, vanished, usage } = parseRunSummary(run);
  const { algorithm, k, inertia, silhouette, labels, sizes } = clusters;
  return {
    customers: tiers.reduce((sum, tier) => sum + tier.customers, 0),
    tiers: tiers.map(({ tier, customers, monetary_total, clv }) => ({ tier, customers, monetary_total, clv })),
    segments: segments.map(({ segment, customers, monetary_total }) => ({ segment, customers, monetary_total })),
    clusters: { algorithm, k, inertia, silhouette, labels, sizes },
    lifetime_value,
    drift: model?.drift ?? null,
    vanished,
    usage,
  };
}
