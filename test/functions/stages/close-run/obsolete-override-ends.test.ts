import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeObsoleteOverrideEnds } from '../../../../functions/stages/close-run/obsolete-override-ends.ts';
import { cleanFile, runFiles } from '../../../../shared/domain/run/runs.ts';
import { putParquet, type Services, startServices } from '../../services.ts';

const RUN = '20260901T000000000Z-00000002';
const [EARLIER, ENDED, LATER] = ['2026-08-10T00:00:00.000Z', '2026-08-20T00:00:00.000Z', '2026-08-30T00:00:00.000Z'];

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const end = (customer_id: string, set_at = ENDED) => ({ kind: 'none' as const, customer_id, set_at });

/** Ends of overrides, in the table and in the run. */
async function ended(...entries: ReturnType<typeof end>[]): Promise<void> {
  for (const entry of entries) await services.overrides.put(entry);
  await services.lake.putJson(runFiles.overrides(RUN), await services.overrides.all());
}

const columns = { customer_id: 'VARCHAR', override: 'VARCHAR', set_at: 'TIMESTAMP', upload_id: 'VARCHAR' };
const byFile = (name: string, ...rows: object[]) =>
  putParquet(services, cleanFile('overrides', 0, name, 0), { ...columns, row_number: 'BIGINT' }, rows);

async function left(): Promise<string[]> {
  await removeObsoleteOverrideEnds(RUN, services.as('stages/close-run'));
  return (await services.overrides.all()).map(({ customer_id }) => customer_id);
}

it('removes an end without any override in files', async () => {
  await ended(end('a'), end('b'));

  expect(await left()).toEqual([]);
});

it('keeps an end that cancels an override in a file', async () => {
  await ended(end('older'), end('newer'), end('ended by file'), end('said again'));
  await byFile(
    'one',
    { customer_id: 'older', override: 'pin', set_at: EARLIER },
    { customer_id: 'newer', override: 'pin', set_at: LATER },
    { customer_id: 'ended by file', override: 'pin', set_at: EARLIER, row_number: 1 },
    { customer_id: 'ended by file', override: 'none', set_at: EARLIER, row_number: 2 },
    { customer_id: 'said again', override: 'pin', set_at: EARLIER },
  );
  await byFile('two', { customer_id: 'said again', override: 'floor', set_at: LATER });

  expect(await left()).toEqual(['older']);
});

it('keeps an end while an older upload can still be accepted', async () => {
  await ended(end('a', '2099-01-01T00:00:00.000Z'), end('b', EARLIER));
  await services.inbox.putJson('inbox/overrides/rejected.csv', 'anything');

  expect(await left()).toEqual(['a']);
});

it('keeps overrides, and entries made after the start of the run', async () => {
  const pin = { kind: 'pin', tier: 'gold', reason: 'why', author: 'who', expires_on: null, set_at: LATER } as const;
  await services.overrides.put({ ...pin, customer_id: 'pinned' });
  await ended(end('a'), end('b'));
  await services.overrides.put({ ...pin, customer_id: 'a' });
  await services.overrides.put(end('c'));

  expect(await left()).toEqual(['a', 'c', 'pinned']);
});

it('does nothing for a run without ends', async () => {
  await services.overrides.put(end('a'));

  expect(await left()).toEqual(['a']);
});
