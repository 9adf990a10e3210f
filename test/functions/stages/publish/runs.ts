import { publish } from '../../../../functions/stages/publish/publish.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { putParquet, type Row, runningRun, type Services } from '../../services.ts';

export const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((n) => `2026040${n}T000000000Z-00000001`) as [
  string,
  string,
  string,
];
const text = 'VARCHAR';
/** What a run's tiers have of the columns that are published: column → DuckDB type. */
export const columns = {
  ...{
    customer_id: text,
    tier: text,
    previous_tier: text,
    tier_since: 'DATE',
    tier_reason: text,
    tier_reason_zh: text,
  },
  ...{
    tier_cause: text,
    control: 'BOOLEAN',
    earned_tier: text,
    demotion_on: 'DATE',
    demotion_to: text,
    tier_expires_on: 'DATE',
    to_keep: text,
  },
  ...{
    override_kind: text,
    override_tier: text,
    override_reason: text,
    override_author: text,
    override_expires_on: 'DATE',
  },
  ...{ value_score: 'DOUBLE', segment: text, segment_zh: text, segment_cn8: text, nine_grid: text },
  ...{ lifecycle: text, behaviour: text, loyalty: text, abc_class: text, quadrant: text, purchase_mode: text },
  ...{ region_group: text, next_order_due_on: 'DATE', satisfaction: 'DOUBLE', complaints: 'INTEGER' },
  ...{ last_interaction_at: 'TIMESTAMP' },
  ...{ r_score: 'INTEGER', f_score: 'INTEGER', m_score: 'INTEGER', rfm: text, orders: 'INTEGER' },
  ...{ monetary_total: 'DECIMAL(28,4)', monetary_mean: 'DECIMAL(28,4)', returns_total: 'DECIMAL(28,4)' },
  ...{ p_alive: 'DOUBLE', probability_of_order: 'DOUBLE', expected_orders: 'DOUBLE', clv_method: text },
  ...{ clv: 'DOUBLE', clv_low: 'DOUBLE', clv_high: 'DOUBLE' },
  ...{ first_order_at: 'TIMESTAMP', last_order_at: 'TIMESTAMP', recency_days: 'INTEGER' },
  ...{ cluster: 'INTEGER', cluster_name: text, cluster_name_zh: text, region: text, top_category: text },
  ...{ top_channel: text, customer_type: text, signed_up_at: 'TIMESTAMP', attributes: text, as_of: 'DATE' },
};

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

/** Writes a run with the tiers of one bucket, as `assign-tiers` leaves it. */
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

/** Publishes a run's tiers, not yet visible. @returns what it notes of the bucket */
export async function published(
  services: Services,
  runId: string,
  customers: readonly object[],
  options: { policy?: object; asOf?: string } = {},
): Promise<Row> {
  await putTiers(services, runId, customers, options);
  await publish({ runId, bucket: 0 }, services);
  return (await services.lake.getJson(runFiles.publication(runId, 0))) as Row;
}

/** What readers find of a customer. */
export async function seenOf({ runs, customers }: Services, customerId: string) {
  return customers.view(await runs.getCurrent()).customer(customerId);
}

/** The changes of tier that readers find of a customer, newest first. */
export async function historyOf({ runs, customers }: Services, customerId: string) {
  return customers.view(await runs.getCurrent()).history(customerId);
}
