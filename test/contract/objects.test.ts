import { objectStore } from '../../shared/adapters/aws/object-store.ts';
import { bucketArn } from '../permissions/arns.ts';
import { provedPorts } from '../permissions/proved-ports.ts';
import { cases } from '../thoroughness.ts';
import { createDataDirectory } from './data-directory.ts';
import { objectsContract } from './objects.contract.ts';
import { startS3Server } from './s3-server.ts';

objectsContract('files and SQLite', async () => {
  const directory = await createDataDirectory();
  const { bucket, close } = await directory.open();
  return {
    objects: bucket('lake'),
    async close() {
      close();
      await directory.delete();
    },
  };
});

objectsContract(
  'an S3 server',
  async () => {
    const { client, close } = await startS3Server('lake');
    const { objects } = provedPorts(bucketArn('lake'), client);
    return { objects: objects('LAKE', objectStore('lake', client)), close };
  },
  {
    // XML cannot hold these, and the server cannot delete those that XML escapes.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
    holds: (key) => !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/.test(key),
    // It sorts as a dictionary does.
    ordered: false,
    sequences: cases(10),
  },
);
