import { describe, expect, test } from 'vitest';
import { actionsOf, functionOf, objectsOf, statementsOf, synthesise } from './synthesis.ts';

const template = synthesise();

const listing = ['s3:ListBucket'];
const objects = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListBucket', 's3:PutObject'];
const tableReads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const tableWrites = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const readsKey = 'secretsmanager:GetSecretValue';

/** Everything each function may do. A new permission has to be written here too. */
const allowed: Record<string, string[]> = {
  'open-run': [...objects, ...tableReads, ...tableWrites, 'states:DescribeExecution'],
  clean: [...objects, 's3:DeleteObject', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', readsKey],
  erase: [...objects, ...tableReads, ...tableWrites],
  'check-quality': [...objects, 's3:DeleteObject', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
  'build-features': [...objects, ...tableReads],
  cluster: [...objects, ...tableReads],
  'assign-tiers': [...objects, ...tableReads],
  'what-if': [...objects, ...tableReads],
  publish: [...objects, ...tableReads, ...tableWrites],
  'close-run': [...objects, ...listing, ...tableReads, ...tableWrites, 'events:PutEvents', 'states:StartExecution'],
  'fail-run': [...objects, ...listing, ...tableReads, ...tableWrites, 'events:PutEvents', 'states:StartExecution'],
  'query-api': [...tableReads, readsKey],
  'run-files': [...tableReads, ...listing, 's3:GetObject'],
  score: ['dynamodb:GetItem', ...listing, 's3:GetObject'],
  'start-run': ['dynamodb:PutItem', 'states:StartExecution'],
  'what-if-api': [...objects, 'dynamodb:PutItem', 'states:DescribeExecution', 'states:StartExecution'],
  'request-upload': ['dynamodb:PutItem', 's3:PutObject'],
  'export-customer': [...tableReads, ...listing, 's3:GetObject', readsKey],
  'explain-customer': [...tableReads, ...listing, 's3:GetObject', readsKey],
  'erase-customer': [...tableReads, 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', readsKey],
  'override-customer': [...tableReads, 'dynamodb:PutItem', readsKey],
  'api-reference': [],
};

describe.each(Object.keys(allowed))('%s', (name) => {
  test('may do what its job needs and nothing else', () => {
    expect(actionsOf(template, name)).toEqual([...new Set(allowed[name])].sort());
  });

  test('is given no action by wildcard', () => {
    expect(JSON.stringify(statementsOf(template, name).map(({ Action }) => Action))).not.toContain('*');
  });
});

describe('objects', () => {
  test.each([
    ['open-run', ['runs/*']],
    ['clean', ['clean/*', 'quarantine/*', 'runs/*']],
    ['erase', ['clean/*', 'quarantine/*', 'runs/*', 'what-if/*']],
    ['check-quality', ['runs/*']],
    ['build-features', ['runs/*']],
    ['cluster', ['runs/*']],
    ['assign-tiers', ['runs/*']],
    ['publish', ['runs/*']],
    ['close-run', ['runs/*']],
    ['fail-run', ['runs/*']],
    ['what-if', ['what-if/*']],
    ['what-if-api', ['what-if/*/policy.json']],
    ['request-upload', ['inbox/*']],
  ])('%s writes only %j', (name, patterns) => {
    expect(objectsOf(template, name, 's3:PutObject')).toEqual(patterns);
  });

  test('only clean and check-quality remove any, and only clean rows', () => {
    const removers = Object.keys(allowed).filter((name) => objectsOf(template, name, 's3:DeleteObject').length > 0);

    expect(removers).toEqual(['clean', 'check-quality']);
    for (const name of removers) expect(objectsOf(template, name, 's3:DeleteObject')).toEqual(['clean/*']);
  });

  test.each([
    ['open-run', ['inbox/*', 'policy.json', 'runs/*']],
    ['clean', ['inbox/*', 'runs/*']],
    ['erase', ['clean/*', 'quarantine/*', 'runs/*', 'what-if/*']],
    ['check-quality', ['runs/*']],
    ['build-features', ['clean/*', 'runs/*']],
    ['assign-tiers', ['clean/*', 'runs/*']],
    ['close-run', ['clean/overrides/*', 'runs/*']],
    ['publish', ['runs/*']],
    ['what-if', ['runs/*', 'what-if/*']],
    ['what-if-api', ['what-if/*']],
    ['run-files', ['runs/*']],
    ['export-customer', ['clean/*', 'runs/*']],
    ['explain-customer', ['runs/*/model.json', 'runs/*/policy.json', 'runs/*/tiers/*']],
    ['score', ['runs/*/model.json', 'runs/*/policy.json']],
  ])('%s reads only %j', (name, patterns) => {
    expect(objectsOf(template, name, 's3:GetObject')).toEqual(patterns);
  });
});

describe('the table', () => {
  test.each(['start-run', 'request-upload', 'what-if-api'])('is written by %s in the audit log alone', (name) => {
    const writing = statementsOf(template, name).filter(({ Action }) => Action === 'dynamodb:PutItem');

    expect(writing).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } } },
    ]);
  });

  test('takes whole items from clean only as claims of content', () => {
    const writing = statementsOf(template, 'clean').filter(({ Action }) => Action === 'dynamodb:PutItem');

    expect(writing).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CONTENT#*'] } } },
    ]);
  });

  test('is written by erase-customer only where customers, overrides, erasures and the audit log are', () => {
    const keys = statementsOf(template, 'erase-customer').flatMap(({ Action, Condition }) =>
      Condition ? [[Action, Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']]] : [],
    );

    expect(keys).toEqual([
      ['dynamodb:BatchWriteItem', ['CUSTOMER#*']],
      ['dynamodb:DeleteItem', ['OVERRIDE']],
      ['dynamodb:PutItem', ['ERASURE', 'AUDIT#*']],
    ]);
  });

  test('is written by override-customer only where overrides and the audit log are', () => {
    const writing = statementsOf(template, 'override-customer').filter(({ Action }) => Action === 'dynamodb:PutItem');

    expect(writing).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['OVERRIDE', 'AUDIT#*'] } } },
    ]);
  });

  test('is read by score only where runs are', () => {
    const reading = statementsOf(template, 'score').filter(({ Action }) => Action === 'dynamodb:GetItem');

    expect(reading).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CONTROL', 'RUN#*'] } } },
    ]);
  });

  test.each(['query-api', 'run-files', 'what-if', 'score', 'explain-customer', 'export-customer'])(
    'is not written by %s at all',
    (name) => {
      expect(actionsOf(template, name).filter((action) => /dynamodb:.*(Put|Update|Delete|Write)/.test(action))).toEqual(
        [],
      );
    },
  );
});

describe('the key of hashed ids', () => {
  const [key = ''] = Object.keys(template.findResources('AWS::SecretsManager::Secret'));

  test.each(['clean', 'query-api', 'explain-customer', 'export-customer', 'erase-customer', 'override-customer'])(
    'is the only secret that %s reads, and named to it',
    (name) => {
      const reading = statementsOf(template, name).filter(({ Action }) => Action === readsKey);

      expect(reading).toMatchObject([{ Effect: 'Allow', Resource: { Ref: key } }]);
      expect(functionOf(template, name).Properties.Environment).toMatchObject({
        Variables: { ID_SECRET_NAME: { Ref: key } },
      });
    },
  );
});
