import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignTiers } from '../../functions/stages/assign-tiers/assign-tiers.ts';
import { buildFeatures } from '../../functions/stages/build-features/build-features.ts';
import { checkQuality } from '../../functions/stages/check-quality/check-quality.ts';
import { clean } from '../../functions/stages/clean/clean.ts';
import { closeRun } from '../../functions/stages/close-run/close-run.ts';
import { fitRunModel } from '../../functions/stages/fit-model/fit-model.ts';
import { publish } from '../../functions/stages/publish/publish.ts';
import { createUploadId } from '../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../shared/domain/run/runs.ts';
import { readReports } from '../../shared/run/reports.ts';
import { parseRunSummary } from '../../shared/run/summary.ts';
import { fakeEvents, fakeMachine } from '../functions/fakes.ts';
import {
  executionNamed,
  type Row,
  readParquet,
  runningRun,
  type Services,
  startServices,
} from '../functions/services.ts';
import { decimalOf } from '../ten-thousandths.ts';
import { cases } from '../thoroughness.ts';
import { type Drop, drop, filesOf, largest, rates, rejectionReason, withUsualLines } from './magnitudes.ts';

const BUCKETS = [0, 1];
const months = ['2026-04', '2026-05', '2026-06'];
const shared = { timeUnit: 'day', currency: { code: 'IDR', rates }, holdOut: { share: 0.4 } };
const tiers = [
  { name: 'top', label: { en: 'Top', zh: '顶级' }, service: { budgetPerCustomer: 1e9 } },
  { name: 'middle', label: { en: 'Middle', zh: '中级' }, service: { budgetPerCustomer: 0.0001 } },
  { name: 'rest', label: { en: 'Rest', zh: '其他' } },
];
const shares = [0.2, 0.4, undefined];
const sharedOut = tiers.map((tier, index) => ({ ...tier, share: shares[index] }));
const policies = fc.record({
  drawn: fc.constantFrom<object>(
    { tierMethod: { by: 'quantile', of: 'value_score' }, tiers: sharedOut },
    { tierMethod: { by: 'quantile', of: 'yearly_spend' }, tiers: sharedOut },
    { tierMethod: { by: 'pareto', of: 'monetary_total' }, tiers: sharedOut },
    { tierMethod: { by: 'natural-breaks', of: 'clv' }, tiers },
  ),
  clusters: fc.record({ log: fc.boolean(), scaling: fc.constantFrom('z-score', 'robust', 'min-max', 'none') }),
});
type Policies = typeof policies extends fc.Arbitrary<infer Value> ? Value : never;

/** Three drops with mostly the largest values. */
const extreme: [Policies, [Drop, Drop, Drop]] = [
  { drawn: { tierMethod: { by: 'natural-breaks', of: 'clv' }, tiers }, clusters: { log: false, scaling: 'z-score' } },
  [largest, largest, largest],
];

type File = ReturnType<typeof filesOf>[number];

/** Processes files in all stages. @returns the run's customers and summary */
async function segmented(services: Services, month: string, files: readonly File[], { drawn, clusters }: Policies) {
  const { inbox, lake, runs, withDatabase } = services;
  const runId = `${month.replace('-', '')}30T230000000Z-00000001`;
  const objects = files.map(({ key, text }) => ({
    ...{ key, etag: key, bytes: text.length, lastModified: `${month}-30T22:00:00.000Z` },
  }));
  await lake.putJson(runFiles.policy(runId), { ...shared, ...drawn, clusters });
  await lake.putJson(runFiles.manifest(runId), objects);
  await runs.putRun({ ...runningRun(runId, `${month}-30`), accept_gate: true });
  for (const { key, text } of files) {
    await withDatabase(async ({ directory }) => {
      await writeFile(`${directory}/content`, text);
      await inbox.upload(`${directory}/content`, key, 'text/csv');
    });
  }
  const idSecret = async () => Buffer.from('a key of this test');
  for (const object of objects)
    await clean(
      { runId, uploadId: createUploadId(object) },
      { ...services.as('stages/clean', { idSecret }), buckets: BUCKETS.length },
    );
  const quarantined = await Promise.all(objects.map((object) => quarantineOf(services, runId, createUploadId(object))));
  await checkQuality({ runId }, services.as('stages/check-quality'));
  for (const bucket of BUCKETS) await buildFeatures({ runId, bucket }, services.as('stages/build-features'));
  await fitRunModel({ runId }, services.as('stages/fit-model'));
  for (const bucket of BUCKETS)
    await assignTiers({ runId, bucket }, { ...services.as('stages/assign-tiers'), buckets: BUCKETS.length });
  for (const bucket of BUCKETS) await publish({ runId, bucket }, services.as('stages/publish'));
  const outside = { ...fakeMachine(), ...fakeEvents() };
  await closeRun(
    { execution: executionNamed('one'), runId },
    {
      ...services.as('stages/close-run', outside),
      now: () => '2026-08-01T01:00:00.000Z',
    },
  );

  const run = await runs.getRun(runId);
  return {
    quarantined,
    reports: await readReports(lake, runId),
    customers: await readParquet(services, runFiles.parquet(runId)),
    summary: parseRunSummary(run ?? expect.fail('the run is not there')),
  };
}

/** Number and reason of each rejected row. */
async function quarantineOf({ lake, withDatabase }: Services, runId: string, uploadId: string) {
  const key = runFiles.quarantine(runId, uploadId);
  if ((await lake.list(key)).length === 0) return [];
  return withDatabase(async (database) => {
    await lake.download(key, `${database.directory}/quarantine.csv`);
    const rows: Row[] = [];
    const sql = 'select strata_row, strata_reason from read_csv($file, all_varchar = true)';
    for await (const chunk of database.chunks(sql, { file: `${database.directory}/quarantine.csv` }))
      rows.push(...chunk);
    return rows.map(({ strata_row, strata_reason }) => `${strata_row} ${strata_reason}`);
  });
}

/** Adds the money that a run keeps to each customer's total. */
function spentAfter(before: ReadonlyMap<string, bigint>, files: readonly File[]): Map<string, bigint> {
  const spent = new Map(before);
  for (const { key, outcomes } of files) {
    for (const outcome of outcomes) {
      if (typeof outcome !== 'object' || 'refused' in outcome) continue;
      const sofar = key.includes('/customers/') ? 0n : (spent.get(outcome.customer) ?? 0n);
      spent.set(outcome.customer, sofar + outcome.kept);
    }
  }
  return spent;
}

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(numbersIn)
      : [];

it('processes amounts and quantities of any size in three runs, rejects implausible lines, and adds up the others exactly', {
  timeout: 1_800_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(policies, fc.tuple(drop, drop, drop), async (policy, drops) => {
      const services = await startServices();
      try {
        let spent = new Map<string, bigint>();
        for (const [at, month] of months.entries()) {
          const files = filesOf(withUsualLines(drops[at] ?? expect.fail('there are three drops')), month);
          spent = spentAfter(spent, files);
          const { quarantined, reports, customers, summary } = await segmented(services, month, files, policy);

          for (const [index, { key, outcomes }] of files.entries()) {
            const refused = outcomes.flatMap((outcome, row) =>
              rejectionReason(outcome) ? [`${row + 1} ${rejectionReason(outcome)}`] : [],
            );
            expect(quarantined[index]?.toSorted(), key).toEqual(refused.toSorted());
            expect(reports.find((report) => report.key === key)).toMatchObject({
              status: 'cleaned',
              rows: outcomes.length,
              kept: outcomes.filter((outcome) => typeof outcome === 'object' && 'kept' in outcome).length,
              filtered: outcomes.filter((outcome) => outcome === 'filtered').length,
              quarantined: refused.length,
            });
          }
          const found = customers.map(({ customer_id, monetary_total }) => [customer_id, monetary_total]);
          const wanted = [...spent].map(([customer, total]) => [customer, decimalOf(total)]);
          expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
          const all = [...spent.values()].reduce((sum, total) => sum + total, 0n);
          expect(summary.monetary_total).toBe(Number(decimalOf(all)));
          expect(customers.flatMap(Object.values)).not.toContain('NaN');
          expect(customers.flatMap(Object.values)).not.toContain('Infinity');
          expect(numbersIn(summary).filter((number) => !Number.isFinite(number))).toEqual([]);
        }
      } finally {
        await services.close();
      }
    }),
    {
      // Shrinking would take as long as a hundred runs of this test.
      ...{ numRuns: cases(2), endOnFailure: true },
      examples: [extreme],
    },
  );
});
