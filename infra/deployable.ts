import { readFileSync } from 'node:fs';
import type { Node } from 'constructs';
import { optionNames } from './options.ts';

/** Regions whose partition has no Cognito domains, which issue the API's tokens. */
const WITHOUT_COGNITO_DOMAINS = /^(cn|us-iso[a-z]?|eu-isoe)-/;

/**
 * Checks the region that the CDK's command line deploys to.
 * @param region undefined if no credentials or profile name one
 * @throws {Error} when Strata cannot work there
 */
export function assertDeployable(region: string | undefined): void {
  if (region === undefined || !WITHOUT_COGNITO_DOMAINS.test(region)) return;
  throw new Error(
    `Strata cannot be deployed to ${region}: its API needs a Cognito domain that issues tokens, and there are none in this partition. Choose another region, or run Strata on one machine (docs/one-machine.md)`,
  );
}

/**
 * Lists the options whose values are not in a file, but come from `-c` on the command line: a later deployment without them would
 * silently return to the defaults.
 * @param file cdk.json
 */
export function forgettableOptions(node: Node, file: string): string[] {
  const { context = {} } = JSON.parse(readFileSync(file, 'utf8')) as { context?: Record<string, unknown> };
  return [...optionNames, 'stacks'].filter((name) => {
    const value: unknown = node.tryGetContext(name);
    return value !== undefined && asText(value) !== asText(context[name]);
  });
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
