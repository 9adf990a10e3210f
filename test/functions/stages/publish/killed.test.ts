import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { type Services, startServices } from '../../services.ts';
import { startReaders } from './readers.ts';
import { FIRST, SECOND, THIRD } from './runs.ts';
import { BUCKETS, idOf, publishShop, putShop, type Shop, shownAfter, tierNames } from './shop.ts';

const root = join(import.meta.dirname, '../../../..');
const CUSTOMERS = 150;
const numbers = Array.from({ length: CUSTOMERS }, (_, number) => number);
const ids = numbers.map(idOf);

/** Everyone moves with every run, and some are in one run only. */
const shopOf = (run: number): Shop =>
  new Map(
    numbers
      .filter((number) => number % 5 !== run)
      .map((number) => [number, { tier: tierNames[(number + run) % 2] as string, score: (10 * (number + run)) % 100 }]),
  );

/** Where the process is killed: at which write request, and whether that one still succeeds. */
const death = fc.record({ request: fc.integer({ min: 1, max: 8 }), passes: fc.constantFrom('yes', 'no') });

it('shows the previous run after the publishing process is killed, and all of the next run once it is visible', async () => {
  await fc.assert(
    fc.asyncProperty(death, async (at) => {
      const services = await startServices();
      const first = shownAfter(new Map(), shopOf(0), '2026-04-30', true);
      const last = shownAfter(first, shopOf(2), '2026-06-30', false);
      vi.resetModules();
      const readers = await startReaders(
        services,
        new Map([
          [FIRST, first],
          [THIRD, last],
        ]),
      );
      try {
        await putShop(services, FIRST, shopOf(0), '2026-04-30', true);
        await publishShop(services, FIRST);
        await services.runs.makeCurrent(FIRST);
        await putShop(services, SECOND, shopOf(1), '2026-05-31', true);
        expect(await signalOf(services, SECOND, at)).toBe('SIGKILL');
        expect(await readers.everything(ids)).toEqual(new Set([FIRST]));

        await putShop(services, THIRD, shopOf(2), '2026-06-30', false);
        await publishShop(services, THIRD);
        expect(await readers.everything(ids)).toEqual(new Set([FIRST]));
        await services.runs.makeCurrent(THIRD);
        expect(await readers.everything(ids)).toEqual(new Set([THIRD]));
      } finally {
        await Promise.all([readers.close(), services.close()]);
      }
    }),
    { numRuns: 2, endOnFailure: true },
  );
});

/** Publishes in a separate process. @returns the signal that ended it */
async function signalOf({ urls }: Services, runId: string, { request, passes }: { request: number; passes: string }) {
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--import', './local/text-imports.ts'],
      ...['test/functions/stages/publish/publisher.ts', urls.objects, urls.tables, runId],
      ...[String(BUCKETS), String(request), passes],
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const [, signal] = await once(child, 'exit');
  return signal;
}
