import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ensureTable, startTableStorage } from '../../../local/table-storage.ts';
import { type CustomerChange, customerTable } from '../../../shared/adapters/customer-table.ts';
import { type Run, runTable } from '../../../shared/adapters/run-table.ts';
import { table } from '../../../shared/adapters/table.ts';

/** A table server over HTTP, and new tables in it. */
export async function tableServer() {
  const { url, close } = await startTableStorage();
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    url,
    close,
    async newTable() {
      const name = `strata-${randomUUID()}`;
      await ensureTable(name, client);
      const strata = table(name, client);
      return { name, runs: runTable(strata), customers: customerTable(strata) };
    },
  };
}

export const tierNames = ['VIP', 'standard'] as const;

/** A run as `close-run` leaves it. */
export function succeededRun(run_id: string): Run {
  return {
    run_id,
    status: 'succeeded',
    started_at: '2026-08-01T00:00:00Z',
    source: 'aws.s3',
    execution_arn: 'arn:aws:states:us-east-1:000000000000:execution:segmentation:x',
    as_of: '2026-07-31',
    summary: {
      tiers: [
        { tier: 'VIP', label_en: 'VIP', label_zh: '贵宾', customers: 1, monetary_total: 750 },
        { tier: 'standard', label_en: 'Standard', label_zh: '普通', customers: 3, monetary_total: 250 },
      ],
      segments: [{ segment: 'Champions', segment_zh: '冠军', customers: 4, monetary_total: 1000 }],
      clusters: {
        algorithm: 'k-means',
        k: 1,
        inertia: 0,
        silhouette: null,
        sizes: [4],
        names: [{ en: 'all', zh: '全部' }],
      },
    },
  };
}

export const state = (customer_id: string, tier: string, value_score: number) => ({ customer_id, tier, value_score });

export async function* each(changes: readonly CustomerChange[]) {
  yield* changes;
}

/** A request as API Gateway hands it over. */
export function apiEvent(routeKey: string, parts: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  return { version: '2.0', routeKey, headers: {}, isBase64Encoded: false, ...parts } as APIGatewayProxyEventV2;
}
