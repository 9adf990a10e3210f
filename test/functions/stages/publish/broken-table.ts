import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { table } from '../../../../shared/adapters/aws/table.ts';
import { customerTable } from '../../../../shared/adapters/tables/customer-table.ts';
import { access, type Services } from '../../services.ts';

/** A customer table that fails after a number of items, possibly in the middle of a batch. */
export function breakingAfter(count: number, { urls }: Services) {
  const items = table('strata', new DynamoDBClient({ endpoint: urls.tables, ...access }));
  let left = count;
  items.client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        if (commandName !== 'BatchWriteItemCommand') return next(request);
        const { strata } = (request.input as { RequestItems: { strata: never[] } }).RequestItems;
        const some = strata.slice(0, left);
        left -= some.length;
        if (some.length === strata.length) return next(request);
        if (some.length > 0) await next({ ...request, input: { RequestItems: { strata: some } } as never });
        throw new Error('Broken off');
      },
    { step: 'initialize' },
  );
  return customerTable(items);
}
