import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { listen } from '../../local/api/service.ts';
import { objectLinks as fileLinks } from '../../local/platform/links.ts';
import { serveObject } from '../../local/platform/serve-object.ts';
import { objectLinks } from '../../shared/adapters/aws/object-links.ts';
import { objectStore } from '../../shared/adapters/aws/object-store.ts';
import { bucketArn } from '../permissions/arns.ts';
import { provedPorts } from '../permissions/proved-ports.ts';
import { createDataDirectory } from './data-directory.ts';
import { linksContract } from './links.contract.ts';
import { startS3Server } from './s3-server.ts';

linksContract('the API, files and SQLite', async () => {
  const directory = await createDataDirectory();
  const { bucket, close } = await directory.open();
  const secret = async () => Buffer.from('a secret of the contract');
  const server = createServer((request, response) =>
    serveObject(request, response, { objects: bucket, secret, onStored: () => {}, onError: () => {} }),
  );
  const api = await listen(server);
  return {
    objects: bucket('lake'),
    links: fileLinks('lake', { address: () => api.url, secret }),
    async close() {
      await api.close();
      close();
      await directory.delete();
    },
  };
});

linksContract('an S3 server', async () => {
  const { client, close } = await startS3Server('lake');
  return {
    objects: objectStore('lake', client),
    links: provedPorts(bucketArn('lake'), client).links('LAKE', objectLinks('lake', client)),
    // This server ignores the parameter.
    disposition: (url) => new URL(url).searchParams.get('response-content-disposition'),
    close,
  };
});

it("S3 accepts no upload of another size than the link's: the size is signed", async () => {
  const { client, close } = await startS3Server('lake');
  const { url } = await objectLinks('lake', client).uploadLink('inbox/a.csv', 3);

  expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
  expect(url).not.toMatch(/checksum/i);
  await close();
});
