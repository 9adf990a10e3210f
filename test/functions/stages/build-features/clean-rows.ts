import { buildFeatures } from '../../../../functions/stages/build-features/build-features.ts';
import { type CleanTable, cleanColumns } from '../../../../shared/domain/intake/datasets/datasets.ts';
import { cleanFile, runFiles } from '../../../../shared/domain/run/runs.ts';
import { putParquet, type Row, readParquet, runningRun, type Services } from '../../services.ts';

export const RUN = '20260401T000000000Z-00000001';
export const FIRST = '20260401T000000000Z-aaaaaaaaaaaa';
export const LATER = '20260402T000000000Z-bbbbbbbbbbbb';

export const line = (customer_id: string, order_id: string, ordered_at: string, amount: number, more: object = {}) => ({
  customer_id,
  order_id,
  ordered_at,
  amount,
  kind: 'purchase',
  ...more,
});

/** Writes clean rows of one bucket as `clean` does, and builds their features for 31 March 2026. */
export function cleanRows(services: Services) {
  const putRows = (dataset: CleanTable, rows: readonly object[], upload_id = FIRST) =>
    putParquet(
      services,
      cleanFile(dataset, 0, upload_id, 0),
      cleanColumns[dataset],
      rows.map((row, index) => ({ upload_id, row_number: index + 1, ...row })),
    );

  return {
    putOrders: (rows: readonly object[], uploadId?: string) => putRows('orders', rows, uploadId),
    putCustomers: (rows: readonly object[], uploadId?: string) => putRows('customers', rows, uploadId),
    putAggregates: (rows: readonly object[], uploadId?: string) => putRows('aggregates', rows, uploadId),
    putInteractions: (rows: readonly object[], uploadId?: string) => putRows('interactions', rows, uploadId),
    putFeedback: (rows: readonly object[], uploadId?: string) => putRows('feedback', rows, uploadId),

    /** @returns customer → features */
    async build(policy: object = { timeUnit: 'day' }): Promise<Record<string, Row | undefined>> {
      await services.lake.putJson(runFiles.policy(RUN), policy);
      await services.runs.putRun(runningRun(RUN, '2026-03-31'));
      await buildFeatures({ runId: RUN, bucket: 0 }, services.as('stages/build-features'));
      const rows = await readParquet(services, runFiles.features(RUN, 0));
      return Object.fromEntries(rows.map((row) => [row.customer_id, row]));
    },
  };
}
