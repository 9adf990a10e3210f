import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** What the reading function is measured against: the least that a function can do which reads one item. */
export const handler = async ({ pathParameters }: { pathParameters: { id: string } }) => {
  const Key = { pk: { S: `CUSTOMER#${pathParameters.id}` }, sk: { S: 'STATE' } };
  const { Item } = await client.send(
    new GetItemCommand({ TableName: process.env.TABLE_NAME ?? '', Key, ConsistentRead: true }),
  );
  return { statusCode: Item ? 200 : 404, body: JSON.stringify(Item) };
};
