import type { EventBus } from '../../ports/events.ts';
import type { ObjectLinks, ObjectStore } from '../../ports/objects.ts';
import type { Secret } from '../../ports/secret.ts';
import type { Table } from '../../ports/table.ts';
import type { Workflow } from '../../ports/workflow.ts';
import { eventBus } from './event-bus.ts';
import { objectLinks } from './object-links.ts';
import { objectStore } from './object-store.ts';
import { secret } from './secret.ts';
import { stateMachine } from './state-machine.ts';
import { table } from './table.ts';

// The platform that `#platform` means on Lambda, see `imports` in package.json and shared/ports/platform.ts. Separate
// functions, so that each bundle has only the SDK clients that its function uses.

/** @param url `s3://<bucket>` */
export const openObjects = (url: string): ObjectStore => objectStore(withoutScheme(url, 's3://'));

/** @param url `s3://<bucket>` */
export const openLinks = (url: string): ObjectLinks => objectLinks(withoutScheme(url, 's3://'));

/** @param url `dynamodb://<table>` */
export const openTable = (url: string): Table => table(withoutScheme(url, 'dynamodb://'));

/** @param arn ARN of an event bus */
export const openEvents = (arn: string): EventBus => eventBus(checkedArn(arn, 'events'));

/** @param arn ARN of a secret */
export const openSecret = (arn: string): Secret => secret(checkedArn(arn, 'secretsmanager'));

/** @param arn ARN of a state machine */
export const openWorkflow = (arn: string): Workflow => stateMachine(checkedArn(arn, 'states'));

function withoutScheme(url: string, scheme: string): string {
  if (!url.startsWith(scheme)) throw new Error(`Expected a URL that starts with ${scheme} on AWS, got ${url}`);
  return url.slice(scheme.length);
}

function checkedArn(arn: string, service: string): string {
  if (arn.split(':')[2] !== service) throw new Error(`Expected an ARN of ${service} on AWS, got ${arn}`);
  return arn;
}
