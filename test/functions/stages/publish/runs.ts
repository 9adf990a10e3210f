import { publish } from '../../../../functions/stages/publish/publish.ts';
import { customerColumns } from '../../../../shared/domain/features/customer-columns.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { typesOf } from '../../feature-columns.ts';
import { putParquet, type Row, runningRun, type Services } from '../../services.ts';

export const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((n) => `2026040${n}T000000000Z-00000001`) as [
  string,
  string,
  string,
];
/** Columns of a run's tiers: name → DuckDB type. */
export const columns = typesOf(customerColumns);

export const customer = (customer_id: string, tier: string, value_score: number, more: object = {}) => ({
  customer_id,
  tier,
  value_score,
  tier_since: '2026-03-31',
  tier_reason: `${tier} with ${value_score}`,
  tier_reason_zh: `${tier}：${value_score}`,
  attributes: '{"level":"3"}',
  as_of: '2026-04-30',
  ...more,
});

/** Writes a run with the tiers of one bucket, as `assign-tiers` does. */
export async function putTiers(
  services: Services,
  runId: string,
  customers: readonly object[],
  { policy = {}, asOf = '2026-04-30', bucket = 0 }: { policy?: object; asOf?: string; bucket?: number } = {},
): Promise<void> {
  await services.lake.putJson(runFiles.policy(runId), policy);
  await services.runs.putRun({ ...runningRun(runId, asOf), as_of_requested: asOf });
  await putParquet(services, runFiles.tiers(runId, bucket), columns, customers);
}

/** Publishes a run's tiers, not yet visible. @returns the bucket's publication */
export async function published(
  services: Services,
  runId: string,
  customers: readonly object[],
  options: { policy?: object; asOf?: string } = {},
): Promise<Row> {
  await putTiers(services, runId, customers, options);
  await publish({ runId, bucket: 0 }, services.as('stages/publish'));
  return (await services.lake.getJson(runFiles.publication(runId, 0))) as Row;
}

/** A customer as readers see it. */
export async function seenOf({ runs, customers }: Services, customerId: string) {
  return customers.view(await runs.getCurrent()).customer(customerId);
}

/** Tier changes of a customer as readers see them, newest first. */
export async function historyOf({ runs, customers }: Services, customerId: string) {
  return customers.view(await runs.getCurrent()).history(customerId);
}
