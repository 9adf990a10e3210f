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

/** A function's resource, by the folder of its code. */
export function functionOf(template: Template, name: string): Resource {
  const description = `Strata: ${name}`;
  const [found] = Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { Description: description } }),
  );
  if (!found) throw new Error(`The template has no function ${name}`);
  return found as Resource;
}
