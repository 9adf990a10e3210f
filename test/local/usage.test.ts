import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../../local/platform/start-platform.ts';
import { readDefinition } from '../../local/platform/workflow-definition.ts';
import { itemBytes } from '../../shared/domain/run/item-size.ts';
import { runFiles } from '../../shared/domain/run/runs.ts';
import { parseRunSummary, type RunSummary } from '../../shared/run/summary.ts';
import { storedItems } from '../functions/stored-items.ts';
import { writeOrders } from './exports.ts';

const BUCKETS = 8;

let folder: string;
let cloud: Platform;
let runId: string;
let usage: NonNullable<RunSummary['usage']>;
/** Names of the entered states, including those of map items. */
const entered: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-usage-'));
  cloud = await startPlatform(folder, {
    definition: await readDefinition(),
    onEvent: (event) => {
      if (event.type === 'StateEntered') entered.push(event.state.name);
    },
    onFunctionError: () => {},
    verbose: false,
  });
  const file = join(folder, 'orders.csv');
  await writeOrders(file);
  await cloud.inbox.upload(file, 'inbox/orders/orders.csv', 'text/csv');
  cloud.takeIn();
  await cloud.workflow.idle();
  const [run] = await cloud.runs.listRuns(1);
  if (!run) throw new Error('There is no run');
  const counted = parseRunSummary(run).usage;
  if (!counted) throw new Error('The run has no usage');
  [runId, usage] = [run.run_id, counted];
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

const ofStage = (name: string) => usage.stages.find(({ stage }) => stage === name);

it('counts entered states and executions', () => {
  expect(usage.states_entered).toBe(entered.length);
  expect(usage.executions).toBe(1 + 1 + 3 * BUCKETS);
});

it('counts the invocations of each function', () => {
  const counted = Object.fromEntries(usage.stages.map(({ stage, invocations }) => [stage, invocations]));
  const tasks = Map.groupBy(entered, (name) => name);

  for (const [stage, invocations] of Object.entries(counted)) expect(invocations, stage).toBe(tasks.get(stage)?.length);
  expect(counted).toMatchObject({ clean: 1, 'build-features': BUCKETS, publish: BUCKETS, 'close-run': 1 });
});

it('counts the items that publish wrote, their bytes, and write units of table and index', async () => {
  const states = storedItems(cloud.database).filter(({ sk }) => sk === 'STATE');
  const sizes = states.map(itemBytes);
  const units = sizes.map((bytes) => Math.ceil(bytes / 1024) + 1);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  // Each bucket first marks the run as publishing in the CURRENT item.
  const markWrites = BUCKETS;

  expect(states).toHaveLength(60);
  expect(ofStage('publish')?.table).toMatchObject({
    items_put: 60,
    items_deleted: 0,
    bytes_put: sum(sizes),
    write_units: sum(units) + markWrites,
  });
});

it('counts the objects that publish put, and their bytes', async () => {
  const places = [runFiles.publications(runId), dirname(runFiles.tierChanges(runId, 0))];
  const objects = (await Promise.all(places.map((place) => cloud.lake.list(place)))).flat();
  const bytes = objects.reduce((total, object) => total + object.bytes, 0);

  expect(ofStage('publish')?.objects).toMatchObject({ puts: objects.length + BUCKETS, bytes_put: bytes });
});

it('adds up the usage of all stages', () => {
  const sum = (of: (stage: (typeof usage.stages)[number]) => number) =>
    usage.stages.reduce((total, stage) => total + of(stage), 0);

  expect(usage.table.requests).toBe(sum((stage) => stage.table.requests));
  expect(usage.objects.bytes_got).toBe(sum((stage) => stage.objects.bytes_got));
  // The manifest, the policy and the upload.
  expect(ofStage('clean')?.objects.gets).toBe(3);
});
