import { compareUtf8 } from '../../shared/domain/collections/utf8-order.ts';
import type { Key, Range, Write } from '../../shared/ports/table.ts';
import type { IamRequest } from './iam-request.ts';

// What the operations of each port need on AWS. Tests that run on one machine's platform are judged by this table; the contract
// suite proves it on the AWS adapters, see proved-ports.ts.

/** @param bucket ARN */
export function objectActions(bucket: string) {
  const on = (action: string) => (key: string) => [{ action: `s3:${action}`, resource: `${bucket}/${key}` }];
  const get = on('GetObject');
  const put = on('PutObject');
  const upload = (key: string): IamRequest[] => [
    ...put(key),
    {
      ...{ action: 's3:AbortMultipartUpload', resource: `${bucket}/${key}` },
      because: 'An upload in parts that fails is aborted, and a file of any size may come to need parts',
    },
  ];

  return {
    list: (prefix: string): IamRequest[] => [{ action: 's3:ListBucket', resource: bucket, prefix }],
    getJson: (key: string): IamRequest[] => [
      ...get(key),
      {
        ...{ action: 's3:ListBucket', resource: bucket },
        because: 'S3 answers 403 instead of 404 for an object that does not exist to those who may not list the bucket',
      },
    ],
    putJson: (key: string): IamRequest[] => put(key),
    readRange: (key: string): IamRequest[] => get(key),
    fileFor: (key: string): IamRequest[] => get(key),
    download: (key: string): IamRequest[] => get(key),
    upload: (_file: string, key: string) => upload(key),
    store: (_file: string, key: string) => upload(key),
    receive: (_content: AsyncIterable<Uint8Array>, key: string) => upload(key),
    move: (key: string, target: string) => [...get(key), ...put(target), ...on('DeleteObject')(key)],
    remove: (keys: readonly string[]): IamRequest[] => keys.flatMap(on('DeleteObject')),
  };
}

/** A link may do what the role that signs it may do. @param bucket ARN */
export function linkActions(bucket: string) {
  return {
    downloadLink: (key: string): IamRequest[] => [{ action: 's3:GetObject', resource: `${bucket}/${key}` }],
    uploadLink: (key: string): IamRequest[] => [{ action: 's3:PutObject', resource: `${bucket}/${key}` }],
  };
}

/** Conditions of writes need no permission of their own. @param table ARN */
export function tableActions(table: string) {
  const on = (action: string, leadingKey: string): IamRequest[] => [
    { action: `dynamodb:${action}`, resource: table, leadingKey },
  ];

  return {
    get: ({ pk }: Key) => on('GetItem', pk),
    getAll: (keys: readonly Key[]) => keys.flatMap(({ pk }) => on('BatchGetItem', pk)),
    query({ partition, index, sortKeys }: Range): IamRequest[] {
      // No request is sent for a range that ends before it begins.
      if (sortKeys && 'between' in sortKeys && compareUtf8(...sortKeys.between) > 0) return [];
      const resource = index ? `${table}/index/${index}` : table;
      return [{ action: 'dynamodb:Query', resource, leadingKey: partition }];
    },
    hasItems: (partition: string) => on('Query', partition),
    put: ({ pk }: Key) => on('PutItem', pk),
    update: ({ pk }: Key) => on('UpdateItem', pk),
    remove: ({ pk }: Key) => on('DeleteItem', pk),
  };
}

/** Of one of the writes of `writeAll`: one with a condition is a request of its own. @param table ARN */
export function writeActions(table: string, write: Write): IamRequest[] {
  const single = 'put' in write ? 'PutItem' : 'DeleteItem';
  const { pk } = 'put' in write ? write.put : write.remove;
  return [{ action: `dynamodb:${write.when ? single : 'BatchWriteItem'}`, resource: table, leadingKey: pk }];
}

/** @param bus ARN */
export function eventActions(bus: string) {
  return {
    publish: (): IamRequest[] => [{ action: 'events:PutEvents', resource: bus }],
    forget: (): IamRequest[] => [],
  };
}

/** @param secret ARN */
export const secretActions = (secret: string): IamRequest[] => [
  { action: 'secretsmanager:GetSecretValue', resource: secret },
];

/** @param stateMachine ARN */
export function workflowActions(stateMachine: string) {
  const executions = stateMachine.replace(':stateMachine:', ':execution:');
  /** Executions on one machine have other ARNs, with the same name at their end. */
  const describe = (execution: string): IamRequest[] => [
    { action: 'states:DescribeExecution', resource: `${executions}:${execution.split(':').at(-1)}` },
  ];
  return {
    start: (): IamRequest[] => [{ action: 'states:StartExecution', resource: stateMachine }],
    isRunning: describe,
    endingOf: describe,
  };
}
