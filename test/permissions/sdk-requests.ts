import { AsyncLocalStorage } from 'node:async_hooks';
import { bucketArn, busArn, secretArn, tableArn } from './arns.ts';
import type { IamRequest } from './iam-request.ts';

/** What a client of the SDK has for middleware. */
interface Client {
  middlewareStack: {
    add(
      // biome-ignore lint/suspicious/noExplicitAny: every client has commands of its own
      middleware: (next: any, context: { commandName?: string }) => (request: any) => Promise<any>,
      options: { step: 'initialize'; name: string; override: boolean },
    ): void;
  };
}

const recordings = new AsyncLocalStorage<IamRequest[]>();

/** Makes a client of the SDK record every request, as IAM sees it, in the recording in which it is sent. */
export function recordRequests(client: Client): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        recordings.getStore()?.push(...iamRequests(commandName, request.input));
        return next(request);
      },
    { step: 'initialize', name: 'strataRecorder', override: true },
  );
}

/** @returns what the work returns, and the requests that recording clients sent for it until then */
export async function recording<Result>(requests: IamRequest[], work: () => Promise<Result>): Promise<Result> {
  return recordings.run(requests, work);
}

// biome-ignore lint/suspicious/noExplicitAny: every command has its own input
type Input = any;

/**
 * What AWS checks for a command.
 * @throws {Error} for a command that the adapters have not sent before
 */
function iamRequests(commandName: string, input: Input): IamRequest[] {
  const command = commandName.replace(/Command$/, '');
  const object = (action: string) => [{ action: `s3:${action}`, resource: `${bucketArn(input.Bucket)}/${input.Key}` }];
  const item = (leadingKey: string): IamRequest[] => [
    { action: `dynamodb:${command}`, resource: tableArn(input.TableName), leadingKey },
  ];
  const batch = (keysIn: (request: Input) => { pk: string }[]) =>
    Object.entries(input.RequestItems).flatMap(([table, requests]) =>
      keysIn(requests).map(({ pk }) => ({
        ...{ action: `dynamodb:${command}`, resource: tableArn(table), leadingKey: pk },
      })),
    );

  switch (command) {
    case 'GetObject':
    case 'PutObject':
    case 'AbortMultipartUpload':
      return object(command);
    case 'CopyObject':
      return [
        { action: 's3:GetObject', resource: bucketArn(decodeURIComponent(input.CopySource)) },
        ...object('PutObject'),
      ];
    case 'CreateMultipartUpload':
    case 'UploadPart':
    case 'CompleteMultipartUpload':
      return object('PutObject');
    case 'ListObjectsV2':
      return [{ action: 's3:ListBucket', resource: bucketArn(input.Bucket), prefix: input.Prefix }];
    case 'DeleteObjects':
      return input.Delete.Objects.map(({ Key }: { Key: string }) => ({
        ...{ action: 's3:DeleteObject', resource: `${bucketArn(input.Bucket)}/${Key}` },
      }));
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return item(input.Key.pk);
    case 'PutItem':
      return item(input.Item.pk);
    case 'Query': {
      const [, value = ''] = input.KeyConditionExpression.match(/^#\w+ = (:\w+)/) ?? [];
      const [request] = item(input.ExpressionAttributeValues[value]) as [IamRequest];
      return [input.IndexName ? { ...request, resource: `${request.resource}/index/${input.IndexName}` } : request];
    }
    case 'BatchGetItem':
      return batch(({ Keys }) => Keys);
    case 'BatchWriteItem':
      return batch((writes: Input[]) =>
        writes.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest.Key),
      );
    case 'PutEvents':
      return input.Entries.map(({ EventBusName }: { EventBusName: string }) => ({
        ...{
          action: 'events:PutEvents',
          resource: EventBusName.startsWith('arn:') ? EventBusName : busArn(EventBusName),
        },
      }));
    case 'GetSecretValue':
      return [{ action: 'secretsmanager:GetSecretValue', resource: secretArn(input.SecretId) }];
    case 'StartExecution':
      return [{ action: 'states:StartExecution', resource: input.stateMachineArn }];
    case 'DescribeExecution':
      return [{ action: 'states:DescribeExecution', resource: input.executionArn }];
    default:
      throw new Error(`${commandName} is not known: add the action that IAM checks for it`);
  }
}
