import { z } from 'zod';
import type { ObjectStore } from '../adapters/aws/object-store.ts';
import { historySchema, noHistory } from '../domain/quality/drop-history.ts';
import { dropSchema } from '../domain/quality/drops.ts';
import { findingSchema, verdictSchema } from '../domain/quality/gate.ts';
import { runFiles } from '../domain/run/runs.ts';

/** A run's `quality.json` as far as other states and later runs read it. */
export const runQualitySchema = z.looseObject({
  run_id: z.string(),
  as_of: z.string().nullable(),
  /** The run that readers saw before; null where there was none. */
  previous_run_id: z.string().nullable().default(null),
  /** Rows and uploads by what became of them. */
  totals: z.record(z.string(), z.number()),
  gate: z
    .object({ verdict: verdictSchema, findings: z.array(findingSchema) })
    .default({ verdict: 'passed', findings: [] }),
  drops: z.array(dropSchema).default([]),
  uploads: z.array(z.looseObject({ upload_id: z.string(), status: z.string() })),
  history: historySchema.default(noHistory),
});
export type RunQuality = z.infer<typeof runQualitySchema>;

/** The quality figures of a run; undefined where it did not get so far. */
export async function readRunQuality(lake: ObjectStore, runId: string): Promise<RunQuality | undefined> {
  const file = await lake.getJson(runFiles.quality(runId));
  return file === undefined ? undefined : runQualitySchema.parse(file);
}
