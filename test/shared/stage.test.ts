import { expect, it } from 'vitest';
import { z } from 'zod';
import { endOfInvocation } from '../../shared/adapters/invocation/deadline.ts';
import { readFailures } from '../../shared/run/usage.ts';
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

it('records why each item failed at last, for the reason of the run', () =>
  withServices(async ({ lake }) => {
    const failing = stage(
      { ...contract, input: z.object({ runId: z.string(), bucket: z.number(), fails: z.boolean() }) },
      async ({ bucket, fails }) => {
        if (fails) throw new RangeError(`Bucket ${bucket} is too full`);
        return { status: 'done' as const };
      },
      { name: 'fill', lake },
    );
    const attempt = (bucket: number, fails: boolean, awsRequestId: string) =>
      failing({ runId: 'R', bucket, fails }, { awsRequestId } as never).catch(() => {});
    await attempt(10, true, 'd');
    await attempt(2, true, 'c');
    await attempt(3, true, 'a');
    await attempt(3, false, 'b');

    const failures = await readFailures(lake, 'R', 'fill');
    expect(failures.map(({ item, message }) => [item, message])).toEqual([
      ['2', 'Bucket 2 is too full'],
      ['10', 'Bucket 10 is too full'],
    ]);
  }));
