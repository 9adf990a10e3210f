import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something that listens on this machine only. */
export interface Service {
  url: string;
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';

/**
 * @param port a free one by default
 * @throws {Error} with code `EADDRINUSE` when the port is taken
 */
export async function listen(server: Server, port = 0): Promise<Service> {
  server.listen(port, ADDRESS);
  await once(server, 'listening');
  return {
    url: `http://${ADDRESS}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
