import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from '../../../shared/adapters/aws/table.ts';
import type { CustomerState } from '../../../shared/adapters/tables/customer-table.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { startDynalite } from '../../contract/dynalite.ts';
import { createTable } from '../../contract/dynamo-table.ts';

export const TABLE_NAME = 'strata-bench';
const RUN = '20260901T030004512Z-7be2d41f';
const BUCKETS = 8;

export const customerId = (index: number) => String(100_000 + index);

/** The embedded table on disk, with customers of one run that readers see, and the environment that functions read. */
export async function tableOfCustomers(customers: number) {
  const directory = await mkdtemp(join(tmpdir(), 'strata-bench-table-'));
  const tables = await startDynalite(directory);
  Object.assign(process.env, {
    TABLE_NAME,
    ID_SECRET_NAME: 'strata/id-key',
    SCHEDULE_DAY: '1',
    SCHEDULE_HOUR: '3',
    SCHEDULE_TIME_ZONE: 'Etc/UTC',
    CACHE_SECONDS: '3600',
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  await createTable(TABLE_NAME);
  const items = table(TABLE_NAME);
  const runs = runTable(items);
  await runs.putRun({
    run_id: RUN,
    status: 'succeeded',
    started_at: '2026-09-01T03:00:04.512Z',
    source: 'strata.schedule',
    execution_arn: 'arn:aws:states:us-east-1:000000000000:execution:segmentation:bench',
    as_of: '2026-08-31',
    summary: { tiers: [], segments: [], classes: [], clusters: {} },
  });
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    await customerTable(items).write(RUN, bucket, changes(bucket, customers));
  }
  await runs.makeCurrent(RUN, { as_of: '2026-08-31', since: '2026-09-01T03:02:41.020Z' });
  return {
    async close() {
      await tables.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function* changes(bucket: number, customers: number) {
  for (let index = bucket; index < customers; index += BUCKETS) {
    yield { state: stateOf(index, customers), before: undefined, tierChange: undefined };
  }
}

const tiers = ['VIP', 'gold', 'silver', 'standard'];

/** A customer with as many columns as a run publishes. */
export function stateOf(index: number, customers: number): CustomerState {
  const rank = index / customers;
  const tier = tiers[Math.floor(rank * tiers.length)] ?? 'standard';
  return {
    customer_id: customerId(index),
    tier,
    previous_tier: null,
    tier_since: '2026-08-31',
    tier_reason: `${tier}: value score of 100 is at or above the line; spent ${index}.40 in 12 order(s), last purchase 9 day(s) before 2026-08-31`,
    tier_reason_zh: `${tier}：价值分（满分 100）达到或高于分界线；12 笔订单共消费 ${index}.40，最近一次购买在 2026-08-31 之前 9 天`,
    value_score: Number((100 * (1 - rank)).toFixed(4)),
    segment: 'Champions',
    segment_zh: '冠军',
    segment_cn8: '重要价值',
    nine_grid: 'recent, high',
    ...{ lifecycle: 'active', behaviour: 'regular', loyalty: 'loyal', abc_class: 'A', quadrant: 'star' },
    ...{ r_score: 5, f_score: 5, m_score: 5, rfm: '555', orders: 12, monetary_total: index + 0.4 },
    ...{
      monetary_mean: 192.5,
      returns_total: 0,
      first_order_at: '2024-10-02T09:11:00',
      last_order_at: '2026-08-22T08:26:00',
    },
    ...{ p_alive: 0.97, expected_orders: 5.1, clv: 981.2, cluster: 0, cluster_name: 'often, high spend' },
    ...{ cluster_name_zh: '高频高消费', region: 'North', top_category: 'Home', top_channel: 'web' },
    ...{ customer_type: 'retail', signed_up_at: '2024-09-30T00:00:00', attributes: { level: '3' } },
  };
}
