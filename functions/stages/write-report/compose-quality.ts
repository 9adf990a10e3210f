import { z } from 'zod';
import type { Report } from '../../../shared/domain/report/report.ts';
import type { RunQuality } from '../../../shared/run/quality.ts';

/** Uploads listed one by one. */
const LISTED = 40;

const count = z.number().default(0);
const share = z.number().nullable();
const columns = z.array(z.object({ column: z.string(), header: z.string(), completeness: share, validity: share }));

/** What the report takes from an upload of `quality.json`. */
const upload = z.object({
  file: z.string().default(''),
  dataset: z.string().nullable().default(null),
  status: z.string(),
  ...{ rows: count, kept: count, duplicates: count, filtered: count, quarantined: count },
  reasons: z.record(z.string(), z.number()).default({}),
  message: z.string().nullable().default(null),
  quality: z.object({ columns }).optional(),
});

/** Quality by upload and column. Uploads of which most rows were lost come first. */
export function composeQuality({ totals, uploads }: RunQuality): Report['quality'] {
  const all = uploads.map((each) => upload.parse(each));
  const lost = ({ status, quarantined }: (typeof all)[number]) => (status === 'rejected' ? Infinity : quarantined);
  const listed = all.toSorted((a, b) => (lost(b) === lost(a) ? b.rows - a.rows : lost(b) - lost(a))).slice(0, LISTED);
  const reasons: Record<string, number> = {};
  for (const [reason, rows] of all.flatMap((each) => Object.entries(each.reasons))) {
    reasons[reason] = (reasons[reason] ?? 0) + rows;
  }
  return {
    totals,
    uploads: listed.map(({ quality, ...rest }) => ({ ...rest, columns: quality?.columns ?? [] })),
    further_uploads: all.length - listed.length,
    reasons,
  };
}
