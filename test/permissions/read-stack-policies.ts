import { ACCOUNT, bucketArn, logGroupArn, queueArn, REGION, secretArn, tableArn } from './arns.ts';
import type { FunctionPolicies, Permission, StackPolicies } from './function-policies.ts';

interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: every type has its own properties
  Properties: any;
}

export interface Template {
  Resources: Record<string, Resource>;
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** Services that Lambda itself uses on the function's behalf, queues as event sources: the code sends them no requests. */
const usedByLambda = /^(logs|xray|sqs):/;

/** The environment variables that name resources. */
const variables = ['INBOX', 'LAKE', 'TABLE', 'EVENTS', 'ID_KEY', 'WORKFLOW'];

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/**
 * Reads the policies of all functions and buckets from a template. Resources get their logical ids as names.
 * @throws {Error} for what it cannot read, so that no policy is overlooked
 */
export function readStackPolicies(template: Template): StackPolicies {
  const resolve = resolver(template);
  const ofType = (type: string) => Object.values(template.Resources).filter((resource) => resource.Type === type);

  function functionPolicies({ Properties }: Resource): FunctionPolicies {
    const [role] = Properties.Role['Fn::GetAtt'];
    const policies = ofType('AWS::IAM::Policy').filter((policy) =>
      policy.Properties.Roles.some((holder: { Ref: string }) => holder.Ref === role),
    );
    const { ManagedPolicyArns, Policies } = template.Resources[role]?.Properties ?? {};
    if (ManagedPolicyArns || Policies) throw new Error(`${role} has policies that are not read`);
    const statements: Statement[] = policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement);
    const environment = Object.entries(Properties.Environment?.Variables ?? {});
    return {
      permissions: statements.flatMap((statement) => permissionsOf(statement, resolve)),
      resources: Object.fromEntries(
        environment
          .filter(([name]) => variables.includes(name))
          .map(([name, value]) => [name, arnOf(String(resolve(value)))]),
      ),
    };
  }

  const functions = ofType('AWS::Lambda::Function').map((resource) => [
    resource.Properties.Description.replace('Strata: ', ''),
    functionPolicies(resource),
  ]);
  const buckets = ofType('AWS::S3::BucketPolicy').map(({ Properties }) => [
    bucketArn(String(resolve(Properties.Bucket))),
    resolve(Properties.PolicyDocument),
  ]);
  return { functions: Object.fromEntries(functions), buckets: Object.fromEntries(buckets) };
}

/** A statement allows each of its actions on each of its resources, under each pattern of its condition. */
function permissionsOf(statement: Statement, resolve: (value: unknown) => unknown): Permission[] {
  if (statement.Effect !== 'Allow') throw new Error(`Cannot split ${JSON.stringify(statement)}`);
  const actions = list(statement.Action).filter((action) => !usedByLambda.test(action));
  const resources = list(resolve(statement.Resource)) as string[];
  const conditions = conditionsOf(statement);
  return actions.flatMap((action) =>
    resources.flatMap((resource) =>
      conditions.map((condition) => ({ action, resource, ...(condition && { condition }) })),
    ),
  );
}

function conditionsOf({ Condition }: Statement): Permission['condition'][] {
  if (!Condition) return [undefined];
  const [only, ...more] = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, patterns]) => ({ operator, key, patterns: list(patterns) })),
  );
  if (!only || more.length > 0) throw new Error(`Cannot split the condition ${JSON.stringify(Condition)}`);
  return only.patterns.map((pattern) => ({ operator: only.operator, key: only.key, pattern }));
}

/** Replaces references between the resources of a template by names and ARNs. */
function resolver({ Resources }: Template) {
  const pseudo: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::AccountId': ACCOUNT,
  };
  const typeOf = (id: string) => Resources[id]?.Type ?? '';

  function reference(id: string): string {
    if (id in pseudo) return String(pseudo[id]);
    return typeOf(id) === 'AWS::SecretsManager::Secret' ? arn(id) : id;
  }

  function arn(id: string): string {
    switch (typeOf(id)) {
      case 'AWS::S3::Bucket':
        return bucketArn(id);
      case 'AWS::DynamoDB::Table':
        return tableArn(id);
      case 'AWS::SecretsManager::Secret':
        return secretArn(id);
      case 'AWS::SQS::Queue':
        return queueArn(id);
      case 'AWS::Logs::LogGroup':
        return logGroupArn(id);
      default:
        throw new Error(`Unknown ARN of ${id}, ${typeOf(id)}`);
    }
  }

  return function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = [], ...more] = Object.entries(value);
    if (name === 'Ref') return reference(argument);
    if (name === 'Fn::GetAtt' && argument[1] === 'Arn') return arn(argument[0]);
    if (name === 'Fn::Join') return argument[1].map(resolve).join(argument[0]);
    if (name?.startsWith('Fn::')) throw new Error(`Cannot resolve ${JSON.stringify(value)}`);
    return Object.fromEntries([[name, argument], ...more].map(([key, member]) => [key, resolve(member)]));
  };
}

/** The ARN that an environment variable names. */
function arnOf(value: string): string {
  const [, scheme, name = ''] = value.match(/^(s3|dynamodb):\/\/(.+)$/) ?? [];
  if (!scheme) return value;
  return scheme === 's3' ? bucketArn(name) : tableArn(name);
}
