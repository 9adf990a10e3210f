import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const stackName = 'StrataProof';
const projectRoot = join(import.meta.dirname, '../..');

/** What the stack tells of itself, and where its API is reached. */
export interface Deployment {
  InboxBucket: string;
  LakeBucket: string;
  StateMachineArn: string;
  UserPoolId: string;
  ClientId: string;
  ClientSecretCommand: string;
  TokenEndpoint: string;
  /** Base address without a slash at its end. */
  api: string;
}

/**
 * Synthesises the stack and deploys it with the CDK's own command, as a user would, to the AWS that
 * `AWS_ENDPOINT_URL` names, or to the real one.
 */
export function deploy(): Deployment {
  const scratch = mkdtempSync(join(tmpdir(), 'strata-cloud-'));
  const endpoint = process.env.AWS_ENDPOINT_URL;
  // From elsewhere: in the project's folder bootstrapping would synthesise the project first.
  if (endpoint) cdk(scratch, 'bootstrap', `aws://${process.env.CDK_DEFAULT_ACCOUNT}/${process.env.AWS_REGION}`);

  const outputs = join(scratch, 'outputs.json');
  const options = { stackName, buckets: '4', settleSeconds: '5' };
  const context = Object.entries(options).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
  const output = ['--output', join(scratch, 'cdk.out'), '--outputs-file', outputs];
  cdk(projectRoot, 'deploy', '--require-approval', 'never', ...output, ...context);

  const deployed = JSON.parse(readFileSync(outputs, 'utf8'))[stackName];
  return { ...deployed, api: apiAddress(deployed.ApiUrl, endpoint) };
}

/** An emulator serves every API below its own address. */
function apiAddress(url: string, endpoint: string | undefined): string {
  const [apiId] = new URL(url).hostname.split('.');
  return endpoint ? `${endpoint}/_aws/execute-api/${apiId}/$default` : url;
}

function cdk(cwd: string, ...args: string[]): void {
  const { status } = spawnSync(join(projectRoot, 'node_modules/.bin/cdk'), args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`cdk ${args[0]} failed`);
}
