import type { Table } from '../../ports/table.ts';

/** A write request: the client, the time and the result, but never the customer. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  at: string;
  request_id: string;
  /** The route's operation, e.g. `startRun`. */
  operation: string;
  /** The API client that made the request. */
  client_id: string;
  /** HTTP status of the response; missing while the request is in progress or if it was interrupted. */
  status?: number;
}

export interface AuditLog {
  /** Writes an entry; replaces the one with the same time and request id. */
  record(entry: AuditEntry): Promise<unknown>;
}

/** Prefix of the audit log's partition keys; each partition is one month. */
export const AUDIT_PREFIX = 'AUDIT#';

/** The audit log in the table: one item per write, kept forever. */
export function auditLog(table: Table): AuditLog {
  return {
    record: (entry) =>
      table.put({ pk: `${AUDIT_PREFIX}${entry.at.slice(0, 7)}`, sk: `${entry.at}#${entry.request_id}`, ...entry }),
  };
}
