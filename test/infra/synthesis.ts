import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readOptions } from '../../infra/options.ts';
import { SegmentationStack } from '../../infra/segmentation-stack.ts';

/** Templates of a worker, by their context. */
const templates = new Map<string, Template>();

/** The stack's template, as `cdk synth` makes it but without bundling the functions' code. */
export function synthesise(context: Record<string, unknown> = {}): Template {
  const key = JSON.stringify(context);
  const template = templates.get(key) ?? templateOf(context);
  templates.set(key, template);
  return template;
}

function templateOf(context: Record<string, unknown>): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], ...context } });
  return Template.fromStack(new SegmentationStack(app, 'Strata', readOptions(app.node)));
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

/** A function's resource, found by the folder its code comes from. */
export function functionOf(template: Template, name: string): Resource {
  const description = `Strata: ${name}`;
  const [found] = Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { Description: description } }),
  );
  if (!found) throw new Error(`The template has no function ${name}`);
  return found as Resource;
}

/** What a function may do: the statements of its role. */
export function statementsOf(template: Template, name: string): Statement[] {
  const {
    'Fn::GetAtt': [role],
  } = functionOf(template, name).Properties.Role as { 'Fn::GetAtt': [string, string] };
  const policies = template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: role }] } });
  return Object.values(policies).flatMap((policy) => policy.Properties.PolicyDocument.Statement as Statement[]);
}

/** The actions a function may do beyond writing its own logs and traces, in alphabetical order. */
export function actionsOf(template: Template, name: string): string[] {
  const actions = statementsOf(template, name).flatMap(({ Action }) => list(Action));
  return [...new Set(actions)].filter((action) => !/^(logs|xray):/.test(action)).sort();
}

/** The object patterns (`runs/*`) a function may do an action to. */
export function objectsOf(template: Template, name: string, action: string): string[] {
  return statementsOf(template, name)
    .filter(({ Action }) => list(Action).includes(action))
    .flatMap(({ Resource }) => list(Resource))
    .map((resource) => JSON.stringify(resource).match(/"\/([^"]+)"/)?.[1] ?? '')
    .sort();
}
