import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { type Operations, ServiceError } from './aws-json.ts';

const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

/**
 * Stands in for EventBridge: what is announced is written to a file, one event per line.
 * @param file JSON Lines, appended to
 */
export function eventBusOperations(file: string): Operations {
  return {
    async 'AWSEvents.PutEvents'({ Entries }) {
      const sizes = (Entries as Record<string, string>[]).map(({ Source, DetailType, Detail }) =>
        Buffer.byteLength(`${Source}${DetailType}${Detail}`),
      );
      if (sizes.length > MAX_ENTRIES || sizes.some((size) => size > MAX_BYTES)) {
        throw new ServiceError('ValidationException', 'Total size of the entries in the request is over the limit.');
      }
      const events = (Entries as Record<string, string>[]).map((entry) => ({
        id: randomUUID(),
        time: new Date().toISOString(),
        source: entry.Source,
        'detail-type': entry.DetailType,
        detail: JSON.parse(entry.Detail ?? '{}'),
      }));
      await appendFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      return { FailedEntryCount: 0, Entries: events.map(({ id }) => ({ EventId: id })) };
    },
  };
}
