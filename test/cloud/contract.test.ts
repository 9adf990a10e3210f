import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { eventBus } from '../../shared/adapters/aws/event-bus.ts';
import { objectLinks } from '../../shared/adapters/aws/object-links.ts';
import { objectStore } from '../../shared/adapters/aws/object-store.ts';
import { secret } from '../../shared/adapters/aws/secret.ts';
import { eventsContract } from '../contract/events.contract.ts';
import { linksContract } from '../contract/links.contract.ts';
import { objectsContract } from '../contract/objects.contract.ts';
import { secretContract } from '../contract/secret.contract.ts';
import { bucketArn, busArn, secretArn } from '../permissions/arns.ts';
import { provedPorts } from '../permissions/proved-ports.ts';

const emulated = process.env.AWS_ENDPOINT_URL !== undefined;
const s3 = new S3Client({ forcePathStyle: emulated, requestChecksumCalculation: 'WHEN_REQUIRED' });
const secrets = new SecretsManagerClient({});

/** A bucket of the test's own, deleted with all that is in it. */
async function createBucket() {
  const Bucket = `strata-contract-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const proved = provedPorts(bucketArn(Bucket), s3);
  const objects = proved.objects('LAKE', objectStore(Bucket, s3));
  return {
    objects,
    links: proved.links('LAKE', objectLinks(Bucket, s3)),
    async close() {
      await objects.remove((await objects.list('')).map(({ key }) => key));
      await s3.send(new DeleteBucketCommand({ Bucket }));
    },
  };
}

objectsContract('S3', createBucket, {
  // XML cannot hold these.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
  holds: (key) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(key),
  sequences: 20,
});
linksContract('S3', createBucket);
eventsContract('EventBridge', async () => {
  const client = new EventBridgeClient({});
  return { events: provedPorts(busArn('default'), client).events(eventBus('default', client)), close: async () => {} };
});
secretContract('Secrets Manager', async () => {
  const Name = `strata/contract-${randomUUID()}`;
  await secrets.send(new CreateSecretCommand({ Name, SecretString: randomUUID() }));
  return {
    open: () => provedPorts(secretArn(Name), secrets).secret(secret(Name, secrets)),
    async close() {
      await secrets.send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }));
    },
  };
});
