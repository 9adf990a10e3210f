import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EventBridgeClient, type PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { fileEvents } from '../../local/platform/events.ts';
import { eventBus } from '../../shared/adapters/aws/event-bus.ts';
import { createDataDirectory } from './data-directory.ts';
import { eventsContract, tierChanged } from './events.contract.ts';

eventsContract('a file', async () => {
  const { root, scratch, delete: close } = await createDataDirectory();
  await mkdir(scratch);
  return { events: fileEvents(join(root, 'events.jsonl'), scratch), close };
});

const clientThat = (send: (command: PutEventsCommand) => Promise<object>) =>
  Object.assign(new EventBridgeClient({ region: 'us-east-1' }), { send });

it('names the deployment in events on EventBridge, which several can share', async () => {
  const sent: PutEventsCommand[] = [];
  const send = async (command: PutEventsCommand) => {
    sent.push(command);
    return { FailedEntryCount: 0 };
  };

  await eventBus('default', clientThat(send), 'Staging').publish('Tier Changed', tierChanged('7'));

  const [entry] = sent[0]?.input.Entries ?? [];
  expect(entry).toMatchObject({ Source: 'strata', DetailType: 'Tier Changed' });
  expect(JSON.parse(entry?.Detail ?? '')).toEqual({ deployment: 'Staging', ...tierChanged('7') });
});

it('reports that EventBridge rejects an event', async () => {
  const response = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] };
  const client = clientThat(async () => response);

  await expect(eventBus('default', client).publish('Tier Changed', tierChanged('00042'))).rejects.toThrow(
    'EventBridge rejected Tier Changed: ThrottlingException',
  );
});
