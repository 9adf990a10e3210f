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

/** @param name name or ARN of an event bus */
export const openEvents = (name: string): EventBus => eventBus(withoutUrl(name));

/** @param name name or ARN of a secret */
export const openSecret = (name: string): Secret => secret(withoutUrl(name));

/** @param arn ARN of a state machine */
export const openWorkflow = (arn: string): Workflow => stateMachine(withoutUrl(arn));

function withoutScheme(url: string, scheme: string): string {
  if (!url.startsWith(scheme)) throw new Error(`Expected a URL that starts with ${scheme} on AWS, got ${url}`);
  return url.slice(scheme.length);
}

function withoutUrl(name: string): string {
  if (/^(file|sqlite|embedded):/.test(name)) throw new Error(`Expected a name or an ARN on AWS, got ${name}`);
  return name;
}
