import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { openDatabase } from '../../../../local/platform/database.ts';
import { sqliteTable } from '../../../../local/platform/table.ts';
import type { AuditEntry } from '../../../../shared/adapters/tables/audit-log.ts';
import { AUDIT_PREFIX } from '../../../../shared/adapters/tables/audit-log.ts';
import type { CustomerChange } from '../../../../shared/adapters/tables/customer-table.ts';
import type { Run } from '../../../../shared/adapters/tables/run-table.ts';
import type { Secret } from '../../../../shared/ports/secret.ts';
import type { Item, Key } from '../../../../shared/ports/table.ts';
import { authorizedPorts } from '../../../permissions/authorized-ports.ts';
import { storedItems } from '../../stored-items.ts';
import { tablesOf } from '../../tables.ts';

/** Creates tables in memory. */
export function memoryTables() {
  const databases: DatabaseSync[] = [];
  return {
    newTable() {
      const database = openDatabase(':memory:');
      databases.push(database);
      const items = sqliteTable(database);
      return {
        ...tablesOf(items),
        /** The tables, and the key for hashing ids, as a function has them on AWS, see `services.ts`. */
        as(name: string, idSecret: Secret = async () => Buffer.from('a key')) {
          const ports = authorizedPorts(name);
          return { ...tablesOf(ports.table(items)), idSecret: ports.secret(idSecret) };
        },
        audit: () => auditOf(storedItems(database)),
        remove: items.remove,
      };
    },
    close(): void {
      for (const database of databases) database.close();
    },
  };
}

/** The entries of the audit log in order. @param items everything in the table */
export function auditOf(items: readonly (Item & Key)[]): (AuditEntry & Key)[] {
  const entries = items.filter(({ pk }) => pk.startsWith(AUDIT_PREFIX)) as unknown as (AuditEntry & Key)[];
  return entries.toSorted((a, b) => a.sk.localeCompare(b.sk));
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
      movement: { previous_run_id: null, cells: [{ from: null, to: 'VIP', customers: 4 }] },
    },
  };
}

export const state = (customer_id: string, tier: string, value_score: number, more: object = {}) => ({
  customer_id,
  tier,
  previous_tier: null,
  tier_since: '2026-07-31',
  tier_reason: 'as the test wants it',
  tier_reason_zh: '如测试所愿',
  value_score,
  segment: 'Champions',
  control: false,
  ...more,
});

export async function* each<Each = CustomerChange>(changes: readonly Each[]) {
  yield* changes;
}

/** A request as API Gateway passes it to a function. */
export function apiEvent(routeKey: string, parts: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  const requestContext = { requestId: randomUUID(), authorizer: { jwt: { claims: { client_id: 'crm' } } } };
  return {
    version: '2.0',
    routeKey,
    headers: {},
    isBase64Encoded: false,
    requestContext,
    ...parts,
  } as unknown as APIGatewayProxyEventV2;
}
