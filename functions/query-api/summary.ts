import { z } from 'zod';
import type { Run } from '../../shared/adapters/run-table.ts';

const money = z.coerce.number();

/** The counts a run that succeeded carries, as `close-run` wrote them. */
const runSummary = z.looseObject({
  tiers: z.array(
    z.looseObject({
      tier: z.string(),
      label_en: z.string(),
      label_zh: z.string(),
      customers: z.number(),
      monetary_total: money,
    }),
  ),
  segments: z.array(z.looseObject({ segment: z.string(), customers: z.number(), monetary_total: money })),
  clusters: z.looseObject({}),
});

export type RunSummary = z.infer<typeof runSummary>;

export const summaryOf = (run: Run): RunSummary => runSummary.parse(run.summary);
