import { z } from 'zod';
import { historySchema, noHistory } from '../domain/quality/drop-history.ts';
import { dropSchema } from '../domain/quality/drops.ts';
import { findingSchema, verdictSchema } from '../domain/quality/gate.ts';
import { runFiles } from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';

/** The part of a run's `quality.json` that other stages and later runs read. */
export const runQualitySchema = z.looseObject({
  run_id: z.string(),
  as_of: z.string().nullable(),
  /** The previous run; null if there was none. */
  previous_run_id: z.string().nullable().default(null),
  /** Totals of rows and uploads by outcome. */
  totals: z.record(z.string(), z.number()),
  gate: z
    .object({ verdict: verdictSchema, findings: z.array(findingSchema) })
    .default({ verdict: 'passed', findings: [] }),
  drops: z.array(dropSchema).default([]),
  uploads: z.array(z.looseObject({ upload_id: z.string(), status: z.string() })),
  history: historySchema.default(noHistory),
});
export type RunQuality = z.infer<typeof runQualitySchema>;

/** The quality figures of a run; undefined if it ended before they were written. */
export async function readRunQuality(lake: ObjectStore, runId: string): Promise<RunQuality | undefined> {
  const file = await lake.getJson(runFiles.quality(runId));
  return file === undefined ? undefined : runQualitySchema.parse(file);
}
