import * as local from '../../local/platform/platform.ts';
import type { Platform } from '../../shared/ports/platform.ts';
import { authorizedPorts } from './authorized-ports.ts';

// The platform that `#platform` means in tests: that of one machine, whose ports reject what the role of the function that opens
// them does not allow on AWS.

export const openObjects: Platform['openObjects'] = (url) =>
  portsOfCaller().objects(variableOf(url), local.openObjects(url));
export const openLinks: Platform['openLinks'] = (url) => portsOfCaller().links(variableOf(url), local.openLinks(url));
export const openTable: Platform['openTable'] = (url) => portsOfCaller().table(local.openTable(url));
export const openEvents: Platform['openEvents'] = (url) => portsOfCaller().events(local.openEvents(url));
export const openSecret: Platform['openSecret'] = (url) => portsOfCaller().secret(local.openSecret(url));
export const openWorkflow: Platform['openWorkflow'] = (url) => portsOfCaller().workflow(local.openWorkflow(url));

/** Handlers open their ports while they are loaded, so the stack names the function. */
function portsOfCaller() {
  const [, name] =
    new Error().stack?.match(/\/functions\/((?:stages|api|events|operations)\/[^/]+)\/handler\.ts/) ?? [];
  if (!name) throw new Error('A port was opened by something other than a handler');
  return authorizedPorts(name);
}

const variableOf = (url: string) => (url.endsWith('/inbox') ? 'INBOX' : 'LAKE');
