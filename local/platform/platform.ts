import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventBus } from '../../shared/ports/events.ts';
import type { ObjectLinks, ObjectStore } from '../../shared/ports/objects.ts';
import type { Secret } from '../../shared/ports/secret.ts';
import type { Table } from '../../shared/ports/table.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';

// The platform that `#platform` means on one machine, see `imports` in package.json and shared/ports/platform.ts.

/** What the functions of this process share; it is open as long as the process uses its data directory. */
export interface Instance {
  objects: (bucket: string) => ObjectStore;
  links: (bucket: string) => ObjectLinks;
  table: Table;
  events: EventBus;
  idKey: Secret;
  workflow: Workflow;
}

let instance: Instance | undefined;

/** Connects the functions of this process to an instance; undefined disconnects them. */
export function connect(next: Instance | undefined): void {
  instance = next;
}

/** @param url `file:///…/<bucket>` */
export const openObjects = (url: string): ObjectStore => connected(url, 'file:').objects(bucketOf(url));

/** @param url `file:///…/<bucket>` */
export const openLinks = (url: string): ObjectLinks => connected(url, 'file:').links(bucketOf(url));

/** @param url `sqlite:///…` */
export const openTable = (url: string): Table => connected(url, 'sqlite:').table;

/** @param url `file:///…` */
export const openEvents = (url: string): EventBus => connected(url, 'file:').events;

/** @param url `file:///…` */
export const openSecret = (url: string): Secret => connected(url, 'file:').idKey;

/** @param url `embedded:…` */
export const openWorkflow = (url: string): Workflow => connected(url, 'embedded:').workflow;

const bucketOf = (url: string) => basename(fileURLToPath(url));

function connected(url: string, scheme: string): Instance {
  if (!url.startsWith(scheme)) throw new Error(`Expected a URL that starts with ${scheme} on one machine, got ${url}`);
  if (!instance) throw new Error('Start the platform before the functions');
  return instance;
}
