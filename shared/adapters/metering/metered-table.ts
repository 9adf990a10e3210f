import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { itemBytes } from '../../domain/run/item-size.ts';
import type { Traffic } from '../../domain/run/usage.ts';
import { currentTraffic } from './usage-meter.ts';

interface Requests {
  [table: string]: { PutRequest?: { Item: object }; DeleteRequest?: object }[];
}

const writes = /Put|Update|Delete|BatchWrite/;

/** Counts the client's requests and consumed capacity on the meter of the current invocation. */
export function meterTable(client: DynamoDBDocumentClient): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        const traffic = currentTraffic();
        if (!traffic) return next(request);
        traffic.table.requests++;
        const input = { ...request.input, ReturnConsumedCapacity: 'TOTAL' } as Parameters<typeof next>[0]['input'];
        const response = await next({ ...request, input });
        const { ConsumedCapacity, UnprocessedItems } = response.output as {
          ConsumedCapacity?: object;
          UnprocessedItems?: Requests;
        };
        traffic.table[writes.test(commandName) ? 'write_units' : 'read_units'] += consumedUnits(ConsumedCapacity);
        if (commandName.startsWith('Delete')) traffic.table.items_deleted++;
        countItems(traffic, input, UnprocessedItems ?? {});
        return response;
      },
    { step: 'initialize', name: 'strataMeter', override: true },
  );
}

/** Batch commands report capacity per table, in a list. */
function consumedUnits(consumed: object | readonly object[] | undefined): number {
  const reports = [consumed ?? []].flat() as { CapacityUnits?: number }[];
  return reports.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

function countItems({ table }: Traffic, input: object, unprocessed: Requests): void {
  const { Item, RequestItems } = input as { Item?: object; RequestItems?: Requests };
  if (Item) {
    table.items_put++;
    table.bytes_put += itemBytes(Item as Record<string, unknown>);
  }
  countBatch(table, RequestItems ?? {}, 1);
  countBatch(table, unprocessed, -1);
}

function countBatch(table: Traffic['table'], requests: Requests, sign: 1 | -1): void {
  for (const list of Object.values(requests)) {
    // BatchGet has `Keys` instead of a list of requests.
    if (!Array.isArray(list)) continue;
    for (const { PutRequest, DeleteRequest } of list) {
      if (DeleteRequest) table.items_deleted += sign;
      if (!PutRequest) continue;
      table.items_put += sign;
      table.bytes_put += sign * itemBytes(PutRequest.Item as Record<string, unknown>);
    }
  }
}
