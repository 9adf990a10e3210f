import { z } from 'zod';
import type { ObjectStore } from '../shared/adapters/object-store.ts';
import { runFiles } from '../shared/domain/runs.ts';

const count = z.number().default(0);

const uploadQuality = z.looseObject({
  file: z.string(),
  dataset: z.string().nullish(),
  status: z.enum(['cleaned', 'rejected']),
  error: z.string().nullish(),
  message: z.string().nullish(),
  rows: count,
  kept: count,
  duplicates: count,
  filtered: count,
  quarantined: count,
  /** Quarantined rows by reason. */
  reasons: z.record(z.string(), z.number()).default({}),
});

export type UploadQuality = z.infer<typeof uploadQuality>;

/** What became of every upload of a run; none where the run did not get so far as to write it. */
export async function readQuality(runId: string, lake: ObjectStore): Promise<UploadQuality[]> {
  const quality = await lake.getJson(runFiles.quality(runId));
  return quality === undefined ? [] : z.looseObject({ uploads: z.array(uploadQuality) }).parse(quality).uploads;
}
