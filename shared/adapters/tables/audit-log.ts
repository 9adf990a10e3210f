import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry, AuditLog } from '../../http/audit.ts';
import type { Table } from '../aws/table.ts';

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
