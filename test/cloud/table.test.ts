import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { table } from '../../shared/adapters/aws/table.ts';
import type { Write } from '../../shared/ports/table.ts';
import { createTable, everyItem } from '../contract/dynamo-table.ts';
import { conditionOrderContract, each, tableContract } from '../contract/table.contract.ts';
import { tableAgreement } from '../contract/table-agreement.ts';
import { tableArn } from '../permissions/arns.ts';
import { provedPorts } from '../permissions/proved-ports.ts';

const name = `strata-contract-${randomUUID()}`;
const client = new DynamoDBClient({});
const items = provedPorts(tableArn(name), client).table(table(name, client));

beforeAll(() => createTable(name));
afterAll(() => new DynamoDBClient({}).send(new DeleteTableCommand({ TableName: name })));

/** One table for all tests, because AWS takes seconds to create one. */
async function emptied() {
  const stored = await everyItem(name);
  await items.writeAll(each(stored.map(({ pk, sk }): Write => ({ remove: { pk, sk } }))));
  return items;
}

tableContract('AWS', emptied);
conditionOrderContract('AWS', emptied);
tableAgreement('AWS', emptied, 10);
