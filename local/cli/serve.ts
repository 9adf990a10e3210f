import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import { customerTable } from '../../shared/adapters/tables/customer-table.ts';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import { parseRunSummary } from '../../shared/run/summary.ts';
import { startGateway } from '../api/gateway.ts';
import { type Identity, loadIdentity } from '../api/identity.ts';
import type { Service } from '../api/service.ts';
import { CommandError } from '../command-error.ts';
import { healthCheck } from '../operations/health.ts';
import { serveObject } from '../platform/serve-object.ts';
import type { Platform } from '../platform/start-platform.ts';

export interface Api extends Service {
  identity: Identity;
}

/**
 * Starts the API on a port of this machine.
 * @param publicUrls origins under which a proxy offers the API; links to files begin with the first
 * @throws {CommandError} when the port is in use
 */
export async function openApi(platform: Platform, port: number, publicUrls: readonly string[] = []): Promise<Api> {
  const { directory, invoke, objects, linkKey: secret, onError, takeIn, setAddress } = platform;
  const identity = await loadIdentity(directory.keys);
  const links = { objects, secret, onStored: takeIn, onError };
  try {
    const service = await startGateway(
      {
        identity,
        invoke,
        serveObject: (...args) => serveObject(...args, links),
        health: healthCheck(platform),
        publicHosts: publicUrls.map((url) => new URL(url).hostname),
      },
      port,
    );
    setAddress(publicUrls[0] ?? service.url);
    return { ...service, identity };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new CommandError(`Port ${port} is in use: stop the program that uses it, or choose another --port`, {
      cause,
    });
  }
}

/** The API's URL and a curl command with a valid token and an existing customer. */
export async function apiText({ url, identity }: Api, platform: Platform): Promise<string> {
  const token = await identity.issue(['tiers/read'], '12 hours');
  const address = `${url}${await findExampleCustomer(platform)}`;
  const client = relative('', join(platform.directory.keys, 'client.json'));
  return [
    `${styleText('bold', 'API')}\n  ${url}`,
    `  curl -H 'Authorization: Bearer ${token}' '${address}'`,
    `  The token allows reading for 12 hours. POST /oauth2/token issues more to the client in ${client}.`,
  ].join('\n');
}

async function findExampleCustomer({ runs, table }: Platform): Promise<string> {
  const current = await runs.getCurrent();
  const run = current.run_id === undefined ? undefined : await runs.getRun(current.run_id);
  if (!run) return '/v1/runs';
  const customers = customerTable(table).view(current);
  for (const { tier } of parseRunSummary(run).tiers) {
    const [first] = (await customers.listTier(tier, 1)).customers;
    if (first) return `/v1/customers/${encodeCustomerId(first.customer_id)}`;
  }
  return '/v1/tiers';
}
