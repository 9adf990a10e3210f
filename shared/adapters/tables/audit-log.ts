import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../aws/table.ts';

/** Who asked for a write, when, and what came of it. Never whom it was about. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  at: string;
  request_id: string;
  /** The route's operation, e.g. `startRun`. */
  operation: string;
  /** The API client that asked. */
  client_id: string;
  /** HTTP status of the answer; none while it is worked on, or when that broke off. */
  status?: number;
}

export interface AuditLog {
  /** Writes an entry, in place of the one of the same time and request. */
  note(entry: AuditEntry): Promise<unknown>;
}

/** What the partition keys of the audit log begin with; one partition holds a month. */
export const AUDIT_PREFIX = 'AUDIT#';

/** The audit log in the table: one item per write, for ever. */
export function auditLog({ client, name }: Table): AuditLog {
  return {
    note: (entry: AuditEntry) =>
      client.send(
        new PutCommand({
          TableName: name,
          Item: { pk: `${AUDIT_PREFIX}${entry.at.slice(0, 7)}`, sk: `${entry.at}#${entry.request_id}`, ...entry },
        }),
      ),
  };
}
