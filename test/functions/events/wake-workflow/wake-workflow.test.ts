import { expect, it } from 'vitest';
import { wakeWorkflow } from '../../../../functions/events/wake-workflow/wake-workflow.ts';
import { authorizedPorts } from '../../../permissions/authorized-ports.ts';
import { fakeMachine } from '../../fakes.ts';

it('starts one execution for a batch of events', async () => {
  const { machine, started } = fakeMachine();
  await wakeWorkflow(authorizedPorts('events/wake-workflow').workflow(machine))();

  expect(started).toEqual([{ source: 'aws.s3' }]);
});

it('fails when the execution cannot be started, so that the events return to their queue', async () => {
  const start = async () => {
    throw new Error('Rate exceeded');
  };

  await expect(wakeWorkflow({ start })()).rejects.toThrow('Rate exceeded');
});
