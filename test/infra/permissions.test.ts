import { describe, expect, it } from 'vitest';
import { stackPolicies } from '../permissions/function-policies.ts';

// That functions have the permissions they need, and no others, is judged wherever tests run them: see test/permissions. Here
// stand the limits that no function may exceed whatever its code does.

const { functions } = await stackPolicies();

/** The permissions of a function, e.g. `s3:GetObject runs/*` or `dynamodb:PutItem AUDIT#*`. */
const allowed = (name: string, actions = /./) =>
  (functions[name]?.permissions ?? [])
    .filter(({ action }) => actions.test(action))
    .map(({ action, resource, condition }) => {
      const object = resource.match(/^arn:aws:s3:::[^/]+\/(.+)$/)?.[1];
      return [action, condition?.pattern ?? object].filter(Boolean).join(' ');
    });

/** What the functions may do with some actions, without those that may do nothing. */
const allowedByFunction = (actions: RegExp) =>
  Object.fromEntries(
    Object.keys(functions)
      .map((name) => [name, allowed(name, actions)] as const)
      .filter(([, permissions]) => permissions.length > 0),
  );

const reads =
  /^(dynamodb:(GetItem|BatchGetItem|Query)|s3:(GetObject|ListBucket)|secretsmanager:GetSecretValue|states:DescribeExecution)$/;

it.each(Object.keys(functions))('%s has no wildcard actions, and no access to everything', (name) => {
  for (const { action, resource } of functions[name]?.permissions ?? []) {
    expect(action).not.toContain('*');
    expect(resource).not.toMatch(/^\*$|^arn:aws:s3:::[^/]*\*|^arn:aws:s3:::[^/]+\/\*/);
  }
});

describe('objects', () => {
  it('are deleted by four functions: clean rows by three, held ones by two, files of runs by one', () => {
    expect(allowedByFunction(/^s3:DeleteObject/)).toEqual({
      'stages/clean': ['s3:DeleteObject clean/*', 's3:DeleteObject held/*'],
      'stages/maintain-bucket': ['s3:DeleteObject clean/*'],
      'stages/check-quality': ['s3:DeleteObject clean/*', 's3:DeleteObject held/*'],
      'stages/close-run': ['s3:DeleteObject quarantine/*', 's3:DeleteObject runs/*'],
    });
  });

  it('are written by the API only for uploads and what-ifs', () => {
    const byApi = Object.entries(allowedByFunction(/^s3:PutObject/)).filter(([name]) => name.startsWith('api/'));

    expect(Object.fromEntries(byApi)).toEqual({
      'api/what-if': ['s3:PutObject what-if/*/policy.json'],
      'api/request-upload': ['s3:PutObject inbox/*'],
    });
  });
});

describe('the API', () => {
  it.each(['query', 'run-files', 'score', 'explain', 'export-customer', 'reference'])('only reads in %s', (name) => {
    expect(allowed(`api/${name}`).filter((permission) => !reads.test(permission.split(' ')[0] ?? ''))).toEqual([]);
  });

  it.each(['start-run', 'request-upload', 'what-if'])('has access only to the audit log in %s', (name) => {
    expect(allowed(`api/${name}`, /^dynamodb/)).toEqual(['dynamodb:PutItem AUDIT#*']);
  });

  it('scores with the models and policies of runs, and sees no customer', () => {
    expect(allowed('api/score')).toEqual([
      ...['dynamodb:GetItem CONTROL', 'dynamodb:GetItem RUN#*'],
      ...['s3:ListBucket', 's3:GetObject runs/*/model.json', 's3:GetObject runs/*/policy.json'],
    ]);
  });

  it.each([
    ['erase-customer', ['BatchWriteItem CUSTOMER#*', 'DeleteItem OVERRIDE', 'PutItem ERASURE', 'PutItem AUDIT#*']],
    ['override', ['PutItem OVERRIDE', 'PutItem AUDIT#*']],
  ])('writes in %s only %j', (name, writes) => {
    expect(allowed(`api/${name}`, /^dynamodb:.*(Put|Update|Delete|Write)/)).toEqual(
      writes.map((write) => `dynamodb:${write}`),
    );
  });
});

it('clean puts only content claims', () => {
  expect(allowed('stages/clean', /^dynamodb:PutItem/)).toEqual(['dynamodb:PutItem CONTENT#*']);
});

it('the key for hashing ids is the only secret, read by those who look up customers by other ids', () => {
  const readers = Object.keys(allowedByFunction(/^secretsmanager/));
  const secrets = readers.flatMap((name) =>
    (functions[name]?.permissions ?? []).filter(({ action }) => /^secretsmanager/.test(action)),
  );

  expect(readers.sort()).toEqual([
    ...['api/erase-customer', 'api/explain', 'api/export-customer', 'api/override', 'api/query'],
    'stages/clean',
  ]);
  expect(secrets.map(({ resource }) => resource)).toEqual(readers.map((name) => functions[name]?.resources.ID_KEY));
});
