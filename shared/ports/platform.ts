import type { EventBus } from './events.ts';
import type { ObjectLinks, ObjectStore } from './objects.ts';
import type { Secret } from './secret.ts';
import type { Table } from './table.ts';
import type { Workflow } from './workflow.ts';

/**
 * Opens what the functions use of the outside. Each is named by a URL from the configuration, such as `s3://bucket` or
 * `file:///data/objects`; a platform rejects a URL of the other platform.
 */
export interface Platform {
  openObjects(url: string): ObjectStore;
  openLinks(url: string): ObjectLinks;
  openTable(url: string): Table;
  openEvents(url: string): EventBus;
  openSecret(url: string): Secret;
  openWorkflow(url: string): Workflow;
}
