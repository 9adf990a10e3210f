import { describe, expect, test } from 'vitest';
import { actionsOf, functionOf, objectsOf, statementsOf, synthesise } from './synthesis.ts';

const template = synthesise();

const listing = ['s3:ListBucket'];
const objects = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListBucket', 's3:PutObject'];
const tableReads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const tableWrites = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const readsKey = 'secretsmanager:GetSecretValue';

/** All permissions of each function. A new permission must be added here too. */
const allowed: Record<string, string[]> = {
  'stages/open-run': [...objects, ...tableReads, ...tableWrites, 'states:DescribeExecution'],
  'stages/clean': [
    ...objects,
    's3:DeleteObject',
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    readsKey,
  ],
  'stages/erase': [...objects, ...tableReads, ...tableWrites],
  'stages/check-quality': [...objects, 's3:DeleteObject', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
  'stages/build-features': [...objects, ...tableReads],
  'stages/fit-model': [...objects, ...tableReads],
  'stages/assign-tiers': [...objects, ...tableReads],
  'stages/what-if': [...objects, ...tableReads],
  'stages/publish': [...objects, ...tableReads, ...tableWrites],
  'stages/close-run': [
    ...objects,
    ...listing,
    's3:DeleteObject',
    ...tableReads,
    ...tableWrites,
    'events:PutEvents',
    'states:StartExecution',
  ],
  'stages/fail-run': [
    ...objects,
    ...listing,
    ...tableReads,
    ...tableWrites,
    'events:PutEvents',
    'states:StartExecution',
  ],
  'events/wake-workflow': [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
    'states:StartExecution',
  ],
  'api/query': [...tableReads, readsKey],
  'api/run-files': [...tableReads, ...listing, 's3:GetObject'],
  'api/score': ['dynamodb:GetItem', ...listing, 's3:GetObject'],
  'api/start-run': ['dynamodb:PutItem', 'states:StartExecution'],
  'api/what-if': [...objects, 'dynamodb:PutItem', 'states:DescribeExecution', 'states:StartExecution'],
  'api/request-upload': ['dynamodb:PutItem', 's3:PutObject'],
  'api/export-customer': [...tableReads, ...listing, 's3:GetObject', readsKey],
  'api/explain': [...tableReads, ...listing, 's3:GetObject', readsKey],
  'api/erase-customer': [...tableReads, 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', readsKey],
  'api/override': [...tableReads, 'dynamodb:PutItem', readsKey],
  'api/reference': [],
  'operations/check-schedule': ['dynamodb:GetItem'],
};

describe.each(Object.keys(allowed))('%s', (name) => {
  test('has exactly the permissions it needs', () => {
    expect(actionsOf(template, name)).toEqual([...new Set(allowed[name])].sort());
  });

  test('has no wildcard actions', () => {
    expect(JSON.stringify(statementsOf(template, name).map(({ Action }) => Action))).not.toContain('*');
  });
});

describe('objects', () => {
  test.each([
    ['stages/open-run', ['runs/*']],
    ['stages/clean', ['clean/*', 'quarantine/*', 'runs/*']],
    ['stages/erase', ['clean/*', 'quarantine/*', 'runs/*', 'what-if/*']],
    ['stages/check-quality', ['runs/*']],
    ['stages/build-features', ['runs/*']],
    ['stages/fit-model', ['runs/*']],
    ['stages/assign-tiers', ['runs/*']],
    ['stages/publish', ['runs/*']],
    ['stages/close-run', ['runs/*']],
    ['stages/fail-run', ['runs/*']],
    ['stages/what-if', ['what-if/*']],
    ['api/what-if', ['what-if/*/policy.json']],
    ['api/request-upload', ['inbox/*']],
  ])('%s writes only %j', (name, patterns) => {
    expect(objectsOf(template, name, 's3:PutObject')).toEqual(patterns);
  });

  test('only clean and check-quality delete clean rows, and only close-run files of runs', () => {
    const deleted = Object.keys(allowed).map((name) => [name, objectsOf(template, name, 's3:DeleteObject')]);

    expect(Object.fromEntries(deleted.filter(([, patterns]) => patterns?.length))).toEqual({
      'stages/clean': ['clean/*'],
      'stages/check-quality': ['clean/*'],
      'stages/close-run': ['quarantine/*', 'runs/*'],
    });
  });

  test.each([
    ['stages/open-run', ['inbox/*', 'policy.json', 'runs/*']],
    ['stages/clean', ['inbox/*', 'runs/*']],
    ['stages/erase', ['clean/*', 'quarantine/*', 'runs/*', 'what-if/*']],
    ['stages/check-quality', ['runs/*']],
    ['stages/build-features', ['clean/*', 'runs/*']],
    ['stages/assign-tiers', ['clean/*', 'runs/*']],
    ['stages/close-run', ['clean/overrides/*', 'runs/*']],
    ['stages/publish', ['runs/*']],
    ['stages/what-if', ['runs/*', 'what-if/*']],
    ['api/what-if', ['what-if/*']],
    ['api/run-files', ['runs/*']],
    ['api/export-customer', ['clean/*', 'runs/*']],
    ['api/explain', ['runs/*/model.json', 'runs/*/policy.json', 'runs/*/tiers/*']],
    ['api/score', ['runs/*/model.json', 'runs/*/policy.json']],
  ])('%s reads only %j', (name, patterns) => {
    expect(objectsOf(template, name, 's3:GetObject')).toEqual(patterns);
  });
});

describe('the table', () => {
  test.each(['api/start-run', 'api/request-upload', 'api/what-if'])(
    'is written by %s only in the audit log',
    (name) => {
      const writing = statementsOf(template, name).filter(({ Action }) => Action === 'dynamodb:PutItem');

      expect(writing).toMatchObject([
        { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } } },
      ]);
    },
  );

  test('accepts PutItem from clean only for content claims', () => {
    const writing = statementsOf(template, 'stages/clean').filter(({ Action }) => Action === 'dynamodb:PutItem');

    expect(writing).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CONTENT#*'] } } },
    ]);
  });

  test('is written by erase-customer only in customers, overrides, erasures and the audit log', () => {
    const keys = statementsOf(template, 'api/erase-customer').flatMap(({ Action, Condition }) =>
      Condition ? [[Action, Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']]] : [],
    );

    expect(keys).toEqual([
      ['dynamodb:BatchWriteItem', ['CUSTOMER#*']],
      ['dynamodb:DeleteItem', ['OVERRIDE']],
      ['dynamodb:PutItem', ['ERASURE', 'AUDIT#*']],
    ]);
  });

  test('is written by override only in overrides and the audit log', () => {
    const writing = statementsOf(template, 'api/override').filter(({ Action }) => Action === 'dynamodb:PutItem');

    expect(writing).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['OVERRIDE', 'AUDIT#*'] } } },
    ]);
  });

  test('is read by score only in runs and the current-run pointer', () => {
    const reading = statementsOf(template, 'api/score').filter(({ Action }) => Action === 'dynamodb:GetItem');

    expect(reading).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CONTROL', 'RUN#*'] } } },
    ]);
  });

  test.each(['api/query', 'api/run-files', 'stages/what-if', 'api/score', 'api/explain', 'api/export-customer'])(
    'is not written by %s',
    (name) => {
      expect(actionsOf(template, name).filter((action) => /dynamodb:.*(Put|Update|Delete|Write)/.test(action))).toEqual(
        [],
      );
    },
  );
});

describe('the key for hashing ids', () => {
  const [key = ''] = Object.keys(template.findResources('AWS::SecretsManager::Secret'));

  test.each(['stages/clean', 'api/query', 'api/explain', 'api/export-customer', 'api/erase-customer', 'api/override'])(
    'is the only secret that %s can read, and is in its environment',
    (name) => {
      const reading = statementsOf(template, name).filter(({ Action }) => Action === readsKey);

      expect(reading).toMatchObject([{ Effect: 'Allow', Resource: { Ref: key } }]);
      expect(functionOf(template, name).Properties.Environment).toMatchObject({
        Variables: { ID_KEY: { Ref: key } },
      });
    },
  );
});
