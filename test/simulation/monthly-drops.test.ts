import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestFiles } from '../../local/cli/ingest-files.ts';
import { startPlatform } from '../../local/platform/start-platform.ts';
import { readDefinition } from '../../local/platform/workflow-definition.ts';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { parsePolicy } from '../../shared/domain/policy/policy.ts';
import { runFiles } from '../../shared/domain/run/runs.ts';
import { quotedString } from '../../shared/domain/sql/quoting.ts';
import { causes } from '../../shared/domain/tiers/movement/cause.ts';
import type { Override } from '../../shared/domain/tiers/overrides/override.ts';
import { parseRunSummary } from '../../shared/run/summary.ts';
import { contentDigests } from '../contract/content-digests.ts';
import type { Row } from '../functions/services.ts';
import { computed, movementOf, type Outcome } from './second-computation.ts';
import { type Drop, decisions, drops, type Order, ordersCsv, overridesCsv, shop } from './shop.ts';

const label = (name: string) => ({ en: name, zh: name });
const policyOf = (shares: readonly number[]) => ({
  tierMethod: { by: 'quantile', of: 'yearly_spend' },
  tiers: [
    ...['VIP', 'gold', 'silver'].map((name, at) => ({ name, label: label(name), share: shares[at] })),
    { name: 'standard', label: label('standard') },
  ],
  movement: { protectNewDays: 45 },
});
/** From April on, more customers are VIP and fewer silver. */
const policies: Record<Drop, object> = {
  '2026-01-31': policyOf([0.1, 0.2, 0.3]),
  '2026-02-28': policyOf([0.1, 0.2, 0.3]),
  '2026-03-31': policyOf([0.1, 0.2, 0.3]),
  '2026-04-30': policyOf([0.2, 0.2, 0.1]),
  '2026-05-31': policyOf([0.2, 0.2, 0.1]),
};

let directory: string;
let cloud: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-shop-'));
  const quiet = { onEvent: () => {}, onFunctionError: () => {}, verbose: false };
  cloud = await startPlatform(join(directory, 'data'), { definition: await readDefinition(), ...quiet });
});
afterAll(async () => {
  await cloud.close();
  await rm(directory, { recursive: true, force: true });
});

const inboxFile = (file: string, key: string) => ({
  path: Buffer.from(file),
  name: basename(file),
  key,
  isStream: false,
});

/** Uploads a month's orders and overrides, and runs the segmentation. @returns the run */
async function dropped(drop: Drop, orders: readonly Order[]) {
  const [file, policy] = [join(directory, `${drop}.csv`), join(directory, `${drop}.json`)];
  await writeFile(file, ordersCsv(orders));
  await writeFile(policy, JSON.stringify(policies[drop]));
  const decided = join(directory, `${drop}-overrides.csv`);
  await writeFile(decided, overridesCsv(decisions[drop] ?? []));
  const files = [
    inboxFile(file, `inbox/orders/${drop}.csv`),
    ...(decisions[drop] ? [inboxFile(decided, `inbox/overrides/${drop}.csv`)] : []),
  ];
  const wishes = { files, asOf: drop, policy, acceptGate: true, columns: [] };
  await ingestFiles(cloud, wishes, () => {});
  await cloud.workflow.idle();
  const { run_id } = await cloud.runs.getCurrent();
  const run = await cloud.runs.getRun(run_id ?? '');
  if (!run) throw new Error('there is no run');
  expect(run).toMatchObject({ status: 'succeeded', as_of: drop });
  return run;
}

const tiersOf = (runId: string) =>
  duckdb(200)(async (database) => {
    const file = join(database.directory, 'customers.parquet');
    await cloud.lake.download(runFiles.parquet(runId), file);
    const rows: Row[] = [];
    for await (const chunk of database.chunks(`from read_parquet(${quotedString(file)})`)) rows.push(...chunk);
    return new Map(
      rows.map(({ customer_id, tier, previous_tier, tier_cause, demotion_on, demotion_to, runs_below }) => [
        customer_id,
        { tier, previous_tier, cause: tier_cause, demotion_on, demotion_to, runs_below },
      ]),
    );
  });

describe('a shop with monthly runs', () => {
  it('has the tiers, causes, grace, projected demotions and movement of a plain second implementation', {
    timeout: 900_000,
  }, async () => {
    const months = shop();
    const known = new Map<string, Order>();
    const byHand = new Map<string, Override>();
    let memory: ReturnType<typeof computed>['memory'] | undefined;
    let last: Map<string, Outcome> | undefined;
    const seen = { causes: new Set<string | null>(), foretold: 0, kept: 0, cameTrue: 0 };
    for (const drop of drops) {
      for (const order of months[drop]) known.set(order.order, order);
      for (const { customer, ...override } of decisions[drop] ?? []) byHand.set(customer, override);
      const run = await dropped(drop, months[drop]);
      const { outcomes, memory: then } = computed(
        [...known.values()],
        drop,
        parsePolicy(policies[drop]),
        memory,
        byHand,
      );

      const found = await tiersOf(run.run_id);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(outcomes));
      const cells = parseRunSummary(run).movement.cells.map(({ from, to, customers }) => [
        `${from} → ${to}`,
        customers,
      ]);
      expect(Object.fromEntries(cells)).toEqual(movementOf(last, outcomes));

      for (const [customer, { tier, cause, demotion_on, runs_below }] of outcomes) {
        const earlier = last?.get(customer);
        if (earlier && earlier.tier !== tier) seen.causes.add(cause);
        seen.foretold += Number(demotion_on !== null);
        seen.kept += Number(runs_below > 0);
        seen.cameTrue += Number(earlier?.demotion_on !== null && earlier?.demotion_to === tier);
      }
      [memory, last] = [then, outcomes];
    }
    // The scenario includes every kind of event.
    expect([...seen.causes].toSorted()).toEqual(causes.toSorted());
    expect(Math.min(seen.foretold, seen.kept, seen.cameTrue)).toBeGreaterThan(0);
  });

  it('changes no object through the files that stages read, which are the objects themselves', async () => {
    const digests = (await Promise.all([cloud.inbox, cloud.lake].map(contentDigests))).flat();

    expect(digests.map(({ key, md5 }) => [key, md5])).toEqual(digests.map(({ key, etag }) => [key, etag]));
  });
});
