import { expect, it } from 'vitest';
import { z } from 'zod';
import { endOfInvocation } from '../../shared/adapters/invocation/deadline.ts';
import { stage } from '../../shared/stage.ts';
import { type Services, startServices } from '../functions/services.ts';

const contract = { input: z.object({ runId: z.string() }), output: z.object({ status: z.literal('done') }) };
const context = (remaining: number) =>
  ({ awsRequestId: 'request', getRemainingTimeInMillis: () => remaining }) as never;

async function withServices(work: (services: Services) => Promise<void>): Promise<void> {
  const services = await startServices();
  await work(services).finally(() => services.close());
}

it('stops a stage that takes too long, and records its usage', () =>
  withServices(async ({ lake }) => {
    let hasEnded: () => boolean = () => false;
    const endless = stage(
      contract,
      () => {
        hasEnded = endOfInvocation();
        return new Promise(() => {});
      },
      { name: 'endless', lake },
    );

    await expect(endless({ runId: 'R' }, context(200))).rejects.toMatchObject({ name: 'InvocationTimeoutError' });
    expect(hasEnded()).toBe(true);
    expect(await lake.getJson('runs/R/usage/endless/request.json')).toMatchObject({ stage: 'endless' });
  }));

it('has no limit where there is none, as on one machine', () =>
  withServices(async ({ lake }) => {
    const handler = stage(contract, async () => ({ status: 'done' as const }), { name: 'quick', lake });

    expect(await handler({ runId: 'R' }, { awsRequestId: 'request' } as never)).toEqual({ status: 'done' });
  }));
