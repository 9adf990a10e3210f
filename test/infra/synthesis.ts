import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readOptions } from '../../infra/options.ts';
import { SegmentationStack } from '../../infra/segmentation-stack.ts';

/** Synthesised templates by context, cached per test worker. */
const templates = new Map<string, Template>();

/** Synthesises the stack's template without bundling the functions. */
export function synthesise(context: Record<string, unknown> = {}): Template {
  const key = JSON.stringify(context);
  const template = templates.get(key) ?? templateOf(context);
  templates.set(key, template);
  return template;
}

function templateOf(context: Record<string, unknown>): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], ...context } });
  const options = readOptions(app.node);
  return Template.fromStack(new SegmentationStack(app, options.stackName, options));
}

interface Resource {
  Properties: Record<string, unknown>;
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string[]>>;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** A function's resource, by the folder of its code. */
export function functionOf(template: Template, name: string): Resource {
  const description = `Strata: ${name}`;
  const [found] = Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { Description: description } }),
  );
  if (!found) throw new Error(`The template has no function ${name}`);
  return found as Resource;
}

/** The policy statements of a function's role. */
export function statementsOf(template: Template, name: string): Statement[] {
  const {
    'Fn::GetAtt': [role],
  } = functionOf(template, name).Properties.Role as { 'Fn::GetAtt': [string, string] };
  const policies = template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: role }] } });
  return Object.values(policies).flatMap((policy) => policy.Properties.PolicyDocument.Statement as Statement[]);
}

/** The actions that a function may perform, without logs and traces, in alphabetical order. */
export function actionsOf(template: Template, name: string): string[] {
  const actions = statementsOf(template, name).flatMap(({ Action }) => list(Action));
  return [...new Set(actions)].filter((action) => !/^(logs|xray):/.test(action)).sort();
}

/** The object key patterns (`runs/*`) on which a function may perform an action. */
export function objectsOf(template: Template, name: string, action: string): string[] {
  return statementsOf(template, name)
    .filter(({ Action }) => list(Action).includes(action))
    .flatMap(({ Resource }) => list(Resource))
    .map((resource) => JSON.stringify(resource).match(/"\/([^"]+)"/)?.[1] ?? '')
    .sort();
}
