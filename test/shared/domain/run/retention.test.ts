import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expiredFiles } from '../../../../shared/domain/run/retention.ts';
import { isWorkingFile, runFiles } from '../../../../shared/domain/run/runs.ts';

const idOf = (month: number) => `2026${String(month).padStart(2, '0')}01T000000000Z-00000001`;
const months = (...of: number[]) => of.map(idOf);
const filesOf = (id: string) => [
  runFiles.quality(id),
  runFiles.report(id, 'one'),
  runFiles.tiers(id, 0),
  runFiles.features(id, 0),
  runFiles.quarantine(id, 'one'),
];

it('keeps files by the policy: all of the newest runs, and working files of fewer', () => {
  const known = { current: idOf(6), previous: idOf(5), succeeded: months(1, 2, 3, 4, 5, 6) };
  const expired = expiredFiles(months(1, 2, 3, 4, 5, 6).flatMap(filesOf), known, { runs: 3, workingFiles: 1 });

  expect(expired).toEqual([...months(1, 2, 3).flatMap(filesOf), runFiles.features(idOf(4), 0)]);
});

it('counts a failed run with the successful run that follows', () => {
  const known = { current: idOf(6), previous: idOf(3), succeeded: months(1, 3, 6) };
  const expired = expiredFiles(months(1, 2, 3, 4, 5, 6).flatMap(filesOf), known, { runs: 2, workingFiles: 1 });

  expect(expired).toEqual(months(1, 2).flatMap(filesOf));
});

it('keeps the run before, even one that failed after it became current', () => {
  const known = { current: idOf(6), previous: idOf(2), succeeded: months(1, 3, 4, 5, 6) };

  expect(expiredFiles(filesOf(idOf(2)), known, { runs: 2, workingFiles: 1 })).toEqual([]);
});

it('keeps the results of older runs by bucket, and no file of all customers', () => {
  const known = { current: idOf(6), previous: idOf(5), succeeded: months(4, 5, 6) };
  const resultsOf = (id: string) => [runFiles.csv(id), runFiles.parquet(id), runFiles.tiers(id, 0)];
  const expired = expiredFiles(months(4, 5, 6).flatMap(resultsOf), known, { runs: 3, workingFiles: 1 });

  expect(expired).toEqual([runFiles.csv(idOf(4)), runFiles.parquet(idOf(4))]);
});

it('keeps files that belong to no run', () => {
  const known = { current: idOf(6), previous: idOf(5), succeeded: months(5, 6) };
  const keys = ['clean/orders/bucket=000/upload=one/0.parquet', 'policy.json', 'what-if/one/policy.json', 'runs/note'];

  expect(expiredFiles(keys, known, { runs: 2, workingFiles: 1 })).toEqual([]);
});

it('never deletes a file of the current run, the one before or a newer one, and deletes nothing twice', () => {
  const month = fc.integer({ min: 1, max: 12 });
  const policy = fc.record({ runs: fc.integer({ min: 2, max: 8 }), workingFiles: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(month, month, fc.uniqueArray(month), policy, (current, previous, succeeded, kept) => {
      const keys = months(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12).flatMap(filesOf);
      const known = { current: idOf(current), previous: idOf(previous), succeeded: succeeded.map(idOf) };
      const expired = expiredFiles(keys, known, kept);
      const left = keys.filter((key) => !expired.includes(key));

      const untouched = [previous, ...Array.from({ length: 13 - current }, (_, later) => current + later)];
      expect(left).toEqual(expect.arrayContaining(untouched.map(idOf).flatMap(filesOf)));
      expect(expiredFiles(left, known, kept)).toEqual([]);
    }),
  );
});

it('takes as working files those in folders of the run, except reports and results', () => {
  const id = idOf(1);
  const working = [
    ...[runFiles.features, runFiles.published, runFiles.publication, runFiles.withdrawn],
    runFiles.tierChanges,
  ].map((file) => file(id, 7));
  const others = [
    runFiles.model,
    runFiles.policy,
    runFiles.quality,
    runFiles.csv,
    runFiles.manifest,
    runFiles.overrides,
  ];

  const notes = [runFiles.usageNote(id, 'clean', 'one'), runFiles.erasureProgress(id)];
  expect([...working, ...notes].filter((key) => !isWorkingFile(key))).toEqual([]);
  expect(
    [...others.map((file) => file(id)), runFiles.report(id, 'one'), runFiles.tiers(id, 7)].filter(isWorkingFile),
  ).toEqual([]);
});
