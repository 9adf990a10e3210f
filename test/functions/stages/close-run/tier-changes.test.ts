import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishTierChanges } from '../../../../functions/stages/close-run/tier-changes.ts';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { events as schemas } from '../../../../shared/domain/run/events.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import type { EventBus } from '../../../../shared/ports/events.ts';
import { buyer, segment } from '../../buyers.ts';
import { fakeEvents } from '../../fakes.ts';
import { putParquet, type Row, readParquet, type Services, startServices } from '../../services.ts';

const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';
const run = { run_id: SECOND, as_of: '2026-08-31' };

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

/** Forty buyers; in the second run the first and last twenty swap their spend. */
const buyers = (turned: boolean) =>
  Array.from({ length: 40 }, (_, index) => {
    const place = turned ? (index + 20) % 40 : index;
    return buyer(`c${String(index).padStart(2, '0')}`, 3 + place, 1 + place, 10 * (place + 1));
  });

async function published(runId: string, asOf: string, turned: boolean): Promise<void> {
  await segment(services, runId, asOf, buyers(turned), 2);
  for (const bucket of [0, 1]) await publish({ runId, bucket }, services.as('stages/publish'));
  await services.runs.makeCurrent(runId);
}

/** Every customer's tier in a run's files. */
async function tiersOf(runId: string): Promise<Map<string, string>> {
  const rows = await Promise.all([0, 1].map((bucket) => readParquet(services, runFiles.tiers(runId, bucket))));
  return new Map(rows.flat().map(({ customer_id, tier }) => [customer_id, tier]));
}

async function publishChanges(more: { events?: EventBus; changesPerEvent?: number } = {}): Promise<Row[]> {
  const { events, published } = fakeEvents();
  await publishTierChanges(run, services.as('stages/close-run', { events, ...more }));
  expect(published.filter(({ type }) => type !== 'Tier Changed')).toEqual([]);
  for (const { detail } of published) schemas['Tier Changed'].parse(detail);
  return published.map(({ detail }) => detail);
}

const changesIn = (published: readonly Row[]): Row[] => published.flatMap(({ changes }) => changes);

describe('tier changes', () => {
  beforeEach(async () => {
    await published(FIRST, '2026-07-31', false);
    await published(SECOND, '2026-08-31', true);
  });

  it('are published once for every customer whose tier differs from the previous run', async () => {
    const [before, after] = [await tiersOf(FIRST), await tiersOf(SECOND)];
    const moved = [...after].filter(([id, tier]) => before.get(id) !== tier);
    const changes = changesIn(await publishChanges());

    expect(moved.length).toBeGreaterThan(10);
    expect(changes.map(({ customer_id, from, to }) => [customer_id, from, to]).toSorted()).toEqual(
      moved.map(([id, tier]) => [id, before.get(id), tier]).toSorted(),
    );
  });

  it("match the customer's history", async () => {
    const [{ customer_id, ...change } = {} as Row] = changesIn(await publishChanges());
    const view = services.customers.view(await services.runs.getCurrent());

    expect(await view.history(customer_id)).toEqual([{ ...run, ...change }]);
  });

  it('name the run, with a limited number per event', async () => {
    const all = changesIn(await publishChanges()).length;
    const published = await publishChanges({ changesPerEvent: 3 });

    for (const event of published) expect(event).toMatchObject(run);
    expect(changesIn(published)).toHaveLength(all);
    expect(Math.max(...published.map(({ changes }) => changes.length))).toBe(3);
    expect(new Set(published.map(({ event_id }) => event_id)).size).toBe(published.length);
  });

  it('have the same event ids when published again', async () => {
    expect(await publishChanges({ changesPerEvent: 3 })).toEqual(await publishChanges({ changesPerEvent: 3 }));
  });

  it('exclude customers with a pending erasure', async () => {
    const [{ customer_id } = {} as Row, ...others] = changesIn(await publishChanges());
    await services.erasures.put({ erasure_id: 'one', customer_id, asked_at: '2026-09-01T00:00:00.000Z' });

    expect(changesIn(await publishChanges())).toEqual(others);
  });

  it('fail the stage if the bus rejects them, so that it is retried', async () => {
    const events = {
      ...fakeEvents().events,
      publish: () => Promise.reject(new Error('The event bus refused Tier Changed')),
    };

    await expect(publishChanges({ events })).rejects.toThrow('The event bus refused');
  });
});

it('of a first run are none: a first tier is not a change', async () => {
  await published(SECOND, '2026-08-31', false);

  expect(await publishChanges()).toEqual([]);
});

it("with long reasons are fewer per event, so that each stays below the bus's limit of 256 KB", async () => {
  const names = ['customer_id', 'from', 'from_since', 'to', 'cause', 'reason', 'reason_zh'];
  const rows = Array.from({ length: 400 }, (_, index) => ({
    ...{ customer_id: `c${index}`, from: 'gold', from_since: '2026-01-31', to: 'VIP', cause: 'lines moved' },
    ...{ reason: 'r'.repeat(500), reason_zh: '因'.repeat(500) },
  }));
  await putParquet(
    services,
    runFiles.tierChanges(SECOND, 0),
    Object.fromEntries(names.map((name) => [name, 'VARCHAR'])),
    rows,
  );
  const published = await publishChanges();

  expect(changesIn(published)).toHaveLength(400);
  expect(Math.max(...published.map((detail) => Buffer.byteLength(JSON.stringify(detail))))).toBeLessThan(256 * 1024);
  expect(published.length).toBeGreaterThan(2);
});
