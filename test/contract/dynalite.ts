import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { reportFullCapacity } from './dynalite-capacity.ts';

/** Any do: dynalite checks no signature. */
export const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/**
 * Starts dynalite, an emulator of DynamoDB, on a free port of this machine.
 * @param path directory of its tables; in memory without one
 */
export async function startDynalite(path?: string) {
  reportFullCapacity();
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    newClient: () => new DynamoDBClient({ endpoint: url, ...access }),
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
