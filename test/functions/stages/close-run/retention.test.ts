import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRunFiles, getRunQuality } from '../../../../functions/api/run-files/run-files.ts';
import { checkQuality } from '../../../../functions/stages/check-quality/check-quality.ts';
import { closeRun } from '../../../../functions/stages/close-run/close-run.ts';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { isWorkingFile, runFiles, runFromKey, runRoots } from '../../../../shared/domain/run/runs.ts';
import { manyBuyers, segment } from '../../buyers.ts';
import { fakeEvents, fakeMachine } from '../../fakes.ts';
import { executionNamed, type Row, readParquet, type Services, startServices } from '../../services.ts';

const BUCKETS = [0, 1];
const MONTHS = [1, 2, 3, 4, 5, 6];
const runOf = (month: number) => `20260${month + 1}01T000000000Z-00000001`;
/** A run that failed after the third month had been published. */
const FAILED = '20260415T000000000Z-00000001';
const short = { runs: 3, workingFiles: 1 };

/** Every month all customers buy for more, each by another amount. */
const buyersIn = (month: number) =>
  manyBuyers(80).map((each, index) => ({
    ...each,
    orders: each.orders + month,
    monetary_total: each.monetary_total + ((index * 97 * month) % 400),
    ...{ orders_since: index % 2, spend_since: index % 2 === 0 ? 0 : index },
  }));

/** Runs a month with control groups, and with the first month's model. @returns the summary */
async function runMonth(services: Services, month: number, retention: object, lake = services.lake): Promise<Row> {
  const runId = runOf(month);
  const policy = { holdOut: { share: 0.25 }, model: 'frozen', retention };
  const asOf = new Date(Date.UTC(2026, month, 0)).toISOString().slice(0, 10);
  await segment(services, runId, asOf, buyersIn(month), BUCKETS.length, policy);
  for (const bucket of BUCKETS) await publish({ runId, bucket }, services.as('stages/publish'));
  await services.lake.putJson(runFiles.manifest(runId), []);
  await services.lake.putJson(runFiles.quarantine(runId, 'one'), 'rows');
  await checkQuality({ runId }, services.as('stages/check-quality'));
  const execution = executionNamed('one');
  const now = () => `2026-0${month + 1}-01T00:05:00.000Z`;
  await closeRun(
    { execution, runId },
    { ...services.as('stages/close-run', { lake, ...fakeMachine(), ...fakeEvents() }), now },
  );
  return (await services.runs.getRun(runId))?.summary as Row;
}

async function runMonths(retention: object) {
  const services = await startServices();
  const summaries: Row[] = [];
  for (const month of MONTHS) {
    summaries.push(await runMonth(services, month, retention));
    if (month !== 3) continue;
    await services.lake.putJson(runFiles.features(FAILED, 0), 'rows');
    await services.runs.putRun({
      ...{ run_id: FAILED, status: 'failed', started_at: '2026-04-15T00:00:00.000Z' },
      ...{ source: 'aws.s3', execution_arn: 'one' },
    });
  }
  return { services, summaries };
}

const keysOf = async ({ lake }: Services) =>
  (await Promise.all(runRoots.map((root) => lake.list(root)))).flat().map(({ key }) => key);
/** The runs that have some of the files. */
const runsOf = (keys: readonly string[]) => [...new Set(keys.map(runFromKey))].toSorted();

describe('retention', () => {
  let kept: Awaited<ReturnType<typeof runMonths>>;
  let all: Awaited<ReturnType<typeof runMonths>>;
  beforeAll(async () => {
    kept = await runMonths(short);
    all = await runMonths({});
  });
  afterAll(async () => {
    await kept.services.close();
    await all.services.close();
  });

  it('deletes the files of old runs and their quarantine, and the working files of more', async () => {
    const keys = await keysOf(kept.services);

    expect(runsOf(keys)).toEqual([4, 5, 6].map(runOf));
    expect(runsOf(keys.filter((key) => key.startsWith('quarantine/')))).toEqual([4, 5, 6].map(runOf));
    expect(runsOf(keys.filter(isWorkingFile))).toEqual([5, 6].map(runOf));
  });

  it('keeps by default the files of more runs, without working files of failed ones', async () => {
    const keys = await keysOf(all.services);

    expect(runsOf(keys)).toEqual([...MONTHS.map(runOf), FAILED].toSorted());
    expect(runsOf(keys.filter(isWorkingFile))).toEqual([runOf(3), FAILED, ...[4, 5, 6].map(runOf)]);
  });

  it('changes no result: customers, movement, uplift, drift and published states are the same', async () => {
    const withoutPolicy = ({ policy_changes, usage, ...summary }: Row) => summary;
    const published = ({ services }: typeof kept) =>
      readParquet(services, runFiles.published(runOf(6), 0), 'from it order by customer_id');

    expect(kept.summaries.map(withoutPolicy)).toEqual(all.summaries.map(withoutPolicy));
    expect(kept.summaries.at(-1)).toMatchObject({
      model: { learnt_in: { tiers: runOf(1), clusters: runOf(1) } },
      movement: { previous_run_id: runOf(5) },
    });
    expect(kept.summaries.at(-1)?.uplift.tiers.some(({ control }: Row) => control.customers > 0)).toBe(true);
    expect(await published(kept)).toEqual(await published(all));
  });

  it('keeps the records of all runs, and answers for their files that they are deleted', async () => {
    const { services } = kept;
    const asFunction = services.as('api/run-files');
    const dependencies = { ...asFunction, links: asFunction.links('lake') };
    const [files, quality] = [getRunFiles(dependencies), getRunQuality(dependencies)];
    const requestFor = (id: string) => ({ path: { id }, query: {}, body: {}, headers: {} });

    expect(await services.runs.getRun(runOf(1))).toMatchObject({ status: 'succeeded', summary: { customers: 80 } });
    for (const route of [files, quality]) {
      await expect(route(requestFor(runOf(3)))).rejects.toMatchObject({ kind: 'run-files-deleted' });
      expect(await route(requestFor(runOf(4)))).toMatchObject({ statusCode: 200 });
    }
  });
});

it('leaves what it could not delete to the next run, and completes the run', async () => {
  const services = await startServices();
  const failing: Services['lake'] = {
    ...services.lake,
    async remove(keys) {
      await services.lake.remove(keys.slice(0, 1));
      throw new Error('The connection is lost');
    },
  };
  const shortest = { runs: 2, workingFiles: 1 };
  for (const month of [1, 2]) await runMonth(services, month, shortest);
  await runMonth(services, 3, shortest, failing);
  const left = await keysOf(services);
  await runMonth(services, 4, shortest);

  expect((await services.runs.getRun(runOf(3)))?.status).toBe('succeeded');
  expect(runsOf(left)).toEqual([1, 2, 3].map(runOf));
  expect(runsOf(await keysOf(services))).toEqual([3, 4].map(runOf));
  await services.close();
});
