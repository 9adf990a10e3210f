import { z } from 'zod';
import { columnQuestionSchema } from '../../shared/domain/intake/columns/column-question.ts';
import { runFiles } from '../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../shared/ports/objects.ts';
import { runQualitySchema } from '../../shared/run/quality.ts';
import { readReports, remarksSchema, type UploadReport } from '../../shared/run/reports.ts';

const count = z.number().default(0);
const share = z.number().nullable();
const beyond = z.looseObject({ outliers: z.number() }).nullable();

const figures = z.looseObject({
  columns: z.array(z.looseObject({ column: z.string(), completeness: share, validity: share })),
  consistency: z.looseObject({ share }).nullable(),
  timeliness: z.looseObject({ first_on: z.string().nullable(), last_on: z.string().nullable(), future: z.number() }),
  outliers: z.looseObject({ amount: beyond, quantity: beyond }),
  currencies: z.record(z.string(), z.number()),
});
export type Figures = z.infer<typeof figures>;

const uploadQuality = z.looseObject({
  file: z.string(),
  key: z.string().optional(),
  dataset: z.string().nullish(),
  status: z.enum(['cleaned', 'repeated', 'rejected']),
  /** For a repeated upload: the upload with the same content. */
  same_as: z.string().nullish(),
  error: z.string().nullish(),
  message: z.string().nullish(),
  question: columnQuestionSchema.optional(),
  matches: z.array(z.looseObject({ field: z.string(), header: z.string(), by: z.string() })).optional(),
  rows: count,
  kept: count,
  duplicates: count,
  filtered: count,
  quarantined: count,
  /** Quarantined rows by reason. */
  reasons: z.record(z.string(), z.number()).default({}),
  /** Amounts of orders by what became of them. */
  money: z.looseObject({ duplicates: count, discounts: count, refunded: count, quarantined: count }).optional(),
  /** Lines that got the date and customer of the order above them. */
  completed_lines: z.number().optional(),
  amounts: z.looseObject({ returnsBy: z.string().optional() }).optional(),
  quality: figures.optional(),
  ...remarksSchema.shape,
});
export type UploadQuality = z.infer<typeof uploadQuality>;

const { drops, gate } = runQualitySchema.shape;
const runQuality = z.looseObject({
  uploads: z.array(uploadQuality).default([]),
  drops,
  gate: gate.unwrap().optional(),
  /** Present once the run has succeeded. */
  customers: z.object({ total: z.number(), new: z.number(), known: z.number() }).optional(),
});
export type RunQuality = z.infer<typeof runQuality>;

/** Reads a run's quality report; with the uploads' reports alone if the run failed before it wrote one. */
export async function readQuality(runId: string, lake: ObjectStore): Promise<RunQuality> {
  const file = await lake.getJson(runFiles.quality(runId));
  return runQuality.parse(file ?? { uploads: (await readReports(lake, runId)).map(withoutFigures) });
}

/** The figures of a report have another form than those of the run. */
const withoutFigures = (report: UploadReport) => ({ ...report, quality: undefined });
