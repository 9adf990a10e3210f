import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { type Services, servicesIn, startServices } from '../../services.ts';
import { startReaders } from './readers.ts';
import { FIRST, SECOND, THIRD } from './runs.ts';
import { BUCKETS, idOf, publishShop, putShop, type Shop, shownAfter, tierNames } from './shop.ts';

const root = join(import.meta.dirname, '../../../..');
const CUSTOMERS = 150;
const numbers = Array.from({ length: CUSTOMERS }, (_, number) => number);
const ids = numbers.map(idOf);

/** Everybody moves with every run, and some are in one run only. */
const shopOf = (run: number): Shop =>
  new Map(
    numbers
      .filter((number) => number % 5 !== run)
      .map((number) => [number, { tier: tierNames[(number + run) % 2] as string, score: (10 * (number + run)) % 100 }]),
  );

/** Which item is being written when the process dies. */
const death = fc.integer({ min: 1, max: CUSTOMERS });

it('shows the run before when the publishing process is killed, and everything of the next run once that is visible', async () => {
  await fc.assert(
    fc.asyncProperty(death, async (item) => {
      const first = shownAfter(new Map(), shopOf(0), '2026-04-30', true);
      const last = shownAfter(first, shopOf(2), '2026-06-30', false);
      const expected = new Map([
        [FIRST, first],
        [THIRD, last],
      ]);
      let services = await startServices();
      try {
        await putShop(services, FIRST, shopOf(0), '2026-04-30', true);
        await publishShop(services, FIRST);
        await services.runs.makeCurrent(FIRST);
        await putShop(services, SECOND, shopOf(1), '2026-05-31', true);
        await services.detach();
        expect(await signalOf(services, SECOND, item)).toBe('SIGKILL');

        services = await servicesIn(services.data);
        vi.resetModules();
        const readers = await startReaders(services, expected);
        expect(await readers.everything(ids)).toEqual(new Set([FIRST]));

        await putShop(services, THIRD, shopOf(2), '2026-06-30', false);
        await publishShop(services, THIRD);
        expect(await readers.everything(ids)).toEqual(new Set([FIRST]));
        await services.runs.makeCurrent(THIRD);
        expect(await readers.everything(ids)).toEqual(new Set([THIRD]));
      } finally {
        await services.close();
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

/** Publishes in a process of its own. @returns the signal that ended it */
async function signalOf({ data }: Services, runId: string, item: number) {
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--conditions=embedded', '--import', './local/text-imports.ts'],
      ...['test/functions/stages/publish/publisher.ts', data.root, runId, String(BUCKETS), String(item)],
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const [, signal] = await once(child, 'exit');
  return signal;
}
