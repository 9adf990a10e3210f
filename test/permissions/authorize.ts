import { appendFileSync } from 'node:fs';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from './arns.ts';
import { type Permission, stackPolicies } from './function-policies.ts';
import type { IamRequest } from './iam-request.ts';
import { usagePaths } from './usage-paths.ts';

/** AWS would reject a function's request. */
export class AccessDenied extends Error {
  override name = 'AccessDenied';
}

export type Decision = { allowed: true; by: Permission[] } | { allowed: false; reason: string };

/** Decisions of this process. A test run sends the same requests over and over. */
const decisions = new Map<string, Promise<Decision>>();
/** The permissions that this process has noted as used. */
const noted = new Set<string>();

/**
 * Lets a function's request pass, or rejects it as AWS would.
 * @param functionName folder of its code, such as `stages/publish`
 * @throws {AccessDenied} naming function, action, resource and keys; the current test fails even if it is caught
 */
export async function authorize(functionName: string, request: IamRequest): Promise<void> {
  const decision = await decide(functionName, request);
  const paths = usagePaths();
  if (decision.allowed) {
    for (const permission of decision.by) {
      const name = permissionName(functionName, permission);
      if (!paths || noted.has(name)) continue;
      appendFileSync(paths.used, `${name}\n`);
      noted.add(name);
    }
    return;
  }
  const denial = new AccessDenied(`${functionName} may not ${inWords(request)}: ${decision.reason}`);
  if (paths) appendFileSync(paths.denied, `${JSON.stringify(denial.message)}\n`);
  throw denial;
}

/** Decides by the policies of the synthesised template whether AWS accepts a function's request. */
export async function decide(functionName: string, request: IamRequest): Promise<Decision> {
  const { functions, buckets } = await stackPolicies();
  const policies = functions[functionName];
  if (!policies) throw new Error(`The stack has no function ${functionName}`);
  const permissions = policies.permissions.filter(({ action }) => action === request.action);
  const bucketPolicy = buckets[request.resource.split('/')[0] ?? ''];
  const relevant = { ...request, context: contextOf(request, permissions) };
  const key = JSON.stringify([functionName, relevant.action, relevant.resource, relevant.context]);
  const decision = decisions.get(key) ?? simulate(functionName, relevant, permissions, bucketPolicy);
  decisions.set(key, decision);
  return decision;
}

/** Identifies a permission of a function. */
export const permissionName = (functionName: string, { action, resource, condition }: Permission): string =>
  [functionName, action, resource, ...(condition ? [`${condition.key} ${condition.pattern}`] : [])].join(' ');

/** The request's condition keys, as far as a permission has a condition on them. */
function contextOf({ leadingKey, prefix }: IamRequest, permissions: readonly Permission[]): Record<string, string[]> {
  const given = { 'dynamodb:LeadingKeys': leadingKey, 's3:prefix': prefix };
  const conditions = new Set(permissions.map(({ condition }) => condition?.key));
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) =>
      value !== undefined && conditions.has(key) ? [[key, [value]]] : [],
    ),
  );
}

async function simulate(
  functionName: string,
  { action, resource, context }: IamRequest & { context: Record<string, string[]> },
  permissions: readonly Permission[],
  resourcePolicy: object | undefined,
): Promise<Decision> {
  if (permissions.length === 0) return { allowed: false, reason: `no statement of its role allows ${action}` };
  const Statement = permissions.map(({ action: Action, resource: Resource, condition }) => ({
    ...{ Effect: 'Allow', Action, Resource },
    ...(condition && { Condition: { [condition.operator]: { [condition.key]: condition.pattern } } }),
  }));
  const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/${functionName.replace('/', '-')}/function`;
  const response = await runSimulation(
    {
      request: {
        ...{ principal, action },
        resource: { resource: withoutWildcards(resource), accountId: ACCOUNT },
        // How the SDK connects.
        contextVariables: { ...singleValues(context), 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' },
      },
      identityPolicies: [{ name: 'role', policy: { Version: '2012-10-17', Statement } }],
      ...{ serviceControlPolicies: [], resourceControlPolicies: [], resourcePolicy },
    },
    {},
  );
  if (response.resultType !== 'single') throw new Error(`Cannot judge ${action} on ${resource}: ${explain(response)}`);
  const { identityAnalysis, resourceAnalysis } = response.result.analysis;
  if (response.overallResult === 'Allowed') {
    const by = identityAnalysis?.allowStatements.map(({ statement }) => permissions[statement.index() - 1]) ?? [];
    return { allowed: true, by: by.filter((permission) => permission !== undefined) };
  }
  if (resourceAnalysis?.result === 'ExplicitlyDenied') return { allowed: false, reason: 'the bucket policy denies it' };
  const others = permissions.map((permission) => permissionName('', permission).trim());
  return { allowed: false, reason: `its role allows only ${others.join(', ')}` };
}

const explain = (response: object) => ('errors' in response ? JSON.stringify(response.errors) : 'wildcard');

/** `s3:prefix` has one value, `dynamodb:LeadingKeys` a list. */
const singleValues = ({ 's3:prefix': prefix, ...lists }: Record<string, string[]>) => ({
  ...lists,
  ...(prefix?.[0] !== undefined && { 's3:prefix': prefix[0] }),
});

/** The simulator reads `*` and `?` as wildcards and matches no line breaks; in an object's key they are ordinary characters. */
const withoutWildcards = (resource: string) => resource.replace(/[*?\s]/g, '_');

function inWords({ action, resource, leadingKey, prefix, because }: IamRequest): string {
  const key = leadingKey === undefined ? '' : ` with the partition key ${leadingKey}`;
  const below = prefix === undefined ? '' : ` with the prefix ${JSON.stringify(prefix)}`;
  return `${action} on ${resource}${key}${below}${because ? ` (${because})` : ''}`;
}
