import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { EventBus } from '../../shared/ports/events.ts';
import type { ObjectLinks, ObjectStore } from '../../shared/ports/objects.ts';
import type { Secret } from '../../shared/ports/secret.ts';
import type { Table } from '../../shared/ports/table.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { eventFile } from './events.ts';
import { type LinkAuthority, objectLinks } from './links.ts';
import { secretFile } from './secret.ts';
import { sqliteTable } from './table.ts';

// The platform that `#platform` means on one machine, see `imports` in package.json and shared/ports/platform.ts.

/** What the functions of this process share. */
export interface Instance {
  database: DatabaseSync;
  objects: (bucket: string) => ObjectStore;
  links: LinkAuthority;
  workflow: Workflow;
}

let instance: Instance | undefined;

/** Connects the functions of this process to what they share; undefined disconnects them. */
export function connect(next: Instance | undefined): void {
  instance = next;
}

/** @param url `file:///…/<bucket>` */
export const openObjects = (url: string): ObjectStore => connected().objects(bucketOf(url));

/** @param url `file:///…/<bucket>` */
export const openLinks = (url: string): ObjectLinks => objectLinks(bucketOf(url), connected().links);

/** @param url `sqlite:///…`, the instance's database */
export function openTable(url: string): Table {
  if (!url.startsWith('sqlite:')) throw new Error(`Expected a URL that starts with sqlite: on one machine, got ${url}`);
  return sqliteTable(connected().database);
}

/** @param url `file:///…`, a file of JSON lines */
export const openEvents = (url: string): EventBus => eventFile(filePath(url));

/** @param url `file:///…` */
export const openSecret = (url: string): Secret => secretFile(filePath(url));

/** @param url `embedded:…` */
export function openWorkflow(url: string): Workflow {
  if (!url.startsWith('embedded:')) throw new Error(`Expected embedded:… on one machine, got ${url}`);
  return connected().workflow;
}

function connected(): Instance {
  if (!instance) throw new Error('Start the platform before loading functions');
  return instance;
}

function filePath(url: string): string {
  if (!url.startsWith('file:')) throw new Error(`Expected a URL that starts with file: on one machine, got ${url}`);
  return fileURLToPath(url);
}

const bucketOf = (url: string) => basename(filePath(url));
