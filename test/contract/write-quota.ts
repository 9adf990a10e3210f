import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Writes that a table takes at once after a pause, in seconds of its quota. */
const BURST_SECONDS = 1;
const singleWrites = ['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand'];

interface BatchWrite {
  RequestItems: Record<string, unknown[]>;
}

/**
 * Lets a client write only so many items a second, as an on-demand table does that has not grown yet: what does not fit of a batch
 * stays unprocessed, and a request of which nothing fits is refused.
 * @returns how often a request was refused, and how many items stayed unprocessed
 */
export function limitWrites(client: DynamoDBClient, itemsPerSecond: number) {
  const seen = { refused: 0, unprocessed: 0 };
  let free = itemsPerSecond * BURST_SECONDS;
  let filledAt = performance.now();

  /** @returns how many of the wanted writes may be made now */
  function take(wanted: number): number {
    const now = performance.now();
    free = Math.min(itemsPerSecond * BURST_SECONDS, free + ((now - filledAt) / 1000) * itemsPerSecond);
    filledAt = now;
    const taken = Math.min(wanted, Math.floor(free));
    free -= taken;
    if (taken > 0) return taken;
    seen.refused++;
    throw Object.assign(new Error('Throughput exceeds the current capacity of your table or index.'), {
      name: 'ThrottlingException',
    });
  }

  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        if (commandName !== 'BatchWriteItemCommand') return next(request);
        const [[name, all] = ['', []]] = Object.entries((request.input as BatchWrite).RequestItems);
        const taken = take(all.length);
        const rest = all.slice(taken);
        seen.unprocessed += rest.length;
        const response = await next({ ...request, input: { RequestItems: { [name]: all.slice(0, taken) } } as never });
        return {
          ...response,
          output: { ...response.output, UnprocessedItems: rest.length > 0 ? { [name]: rest } : {} },
        };
      },
    { step: 'initialize' },
  );
  // Below the SDK's own retries.
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        if (singleWrites.includes(commandName ?? '')) take(1);
        return next(request);
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return seen;
}
