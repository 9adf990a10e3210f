import { describe, expect, it } from 'vitest';
import { bucketArn, tableArn } from './arns.ts';
import { decide, permissionName } from './authorize.ts';
import { stackPolicies } from './function-policies.ts';
import { unusedPermissions } from './unused-permissions.ts';

const { functions, buckets } = await stackPolicies();
const resourcesOf = (name: string) => functions[name]?.resources ?? {};

async function isAllowed(name: string, action: string, resource: string, keys: object = {}): Promise<boolean> {
  return (await decide(name, { action, resource, ...keys })).allowed;
}

describe('the judgement', () => {
  const inbox = resourcesOf('stages/open-run').INBOX ?? '';
  const lake = resourcesOf('stages/clean').LAKE ?? '';
  const table = resourcesOf('stages/clean').TABLE ?? '';

  it.each([
    ['s3:GetObject', `${lake}/runs/one/policy.json`, true],
    ['s3:GetObject', `${lake}/what-if/one.json`, false],
    ['s3:PutObject', `${lake}/clean/订单 *?$ \n.parquet`, true],
    ['s3:DeleteObject', `${lake}/runs/one/policy.json`, false],
    ['s3:GetObject', `${bucketArn('another')}/runs/one/policy.json`, false],
    ['dynamodb:Query', table, false],
  ])('of %s on %s by clean is %s', async (action, resource, allowed) => {
    expect(await isAllowed('stages/clean', action, resource)).toBe(allowed);
  });

  it.each([
    ['CONTENT#9f2c', true],
    ['RUN#one', false],
    ['content#9f2c', false],
  ])("considers the item's partition key: that clean puts %s is %s", async (leadingKey, allowed) => {
    expect(await isAllowed('stages/clean', 'dynamodb:PutItem', table, { leadingKey })).toBe(allowed);
  });

  it.each([
    ['inbox/', true],
    ['inbox/orders/', true],
    ['', false],
  ])('considers the prefix of a listing: that open-run lists %j is %s', async (prefix, allowed) => {
    expect(await isAllowed('stages/open-run', 's3:ListBucket', inbox, { prefix })).toBe(allowed);
  });

  it('tells tables and indexes apart', async () => {
    const index = `${resourcesOf('api/query').TABLE}/index`;

    expect(await isAllowed('api/query', 'dynamodb:Query', `${index}/listing`)).toBe(true);
    expect(await isAllowed('api/query', 'dynamodb:Query', `${index}/other`)).toBe(false);
    expect(await isAllowed('api/query', 'dynamodb:Query', tableArn('another'))).toBe(false);
  });

  it('considers the policies of the buckets', () => {
    expect(Object.keys(buckets).sort()).toEqual(
      [resourcesOf('stages/clean').INBOX, resourcesOf('stages/clean').LAKE].sort(),
    );
  });

  it('names what is allowed instead', async () => {
    const decision = await decide('stages/clean', {
      ...{ action: 'dynamodb:PutItem', resource: table, leadingKey: 'RUN#one' },
    });

    expect(decision).toEqual({
      allowed: false,
      reason: `its role allows only dynamodb:PutItem ${table} dynamodb:LeadingKeys CONTENT#*`,
    });
  });

  it('does not know other functions', async () => {
    await expect(isAllowed('stages/other', 's3:GetObject', lake)).rejects.toThrow('no function stages/other');
  });
});

it('conditions of policies are on keys that requests have', () => {
  const conditions = Object.values(functions).flatMap(({ permissions }) =>
    permissions.flatMap(({ condition }) => condition?.key ?? []),
  );

  // A condition on a key that requests lack would hold or fail for all of them.
  expect(new Set(conditions)).toEqual(new Set(['dynamodb:LeadingKeys', 's3:prefix']));
});

it('batches are allowed by one statement, so that their keys can be judged one by one', () => {
  for (const { permissions } of Object.values(functions)) {
    const batches = permissions.filter(({ action, condition }) => /Batch/.test(action) && condition);
    expect(new Set(batches.map(({ action }) => action)).size).toBe(batches.length);
  }
});

it('unused permissions are those that no request used', async () => {
  const all = Object.entries(functions).flatMap(([name, { permissions }]) =>
    permissions.map((permission) => permissionName(name, permission)),
  );
  const [first = '', ...others] = all;

  expect(await unusedPermissions(new Set(others))).toEqual([first]);
  expect(await unusedPermissions(new Set(all))).toEqual([]);
});
