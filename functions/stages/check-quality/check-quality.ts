import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { calendarDay } from '../../../shared/domain/calendar/days.ts';
import { type Policy, parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { type History, noHistory } from '../../../shared/domain/quality/drop-history.ts';
import { measureDrops } from '../../../shared/domain/quality/drops.ts';
import { gateFindings, type Verdict } from '../../../shared/domain/quality/gate.ts';
import { updateHistory } from '../../../shared/domain/quality/update-drop-history.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { GateError } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { holdRows, removeHeld } from '../../../shared/run/held-rows.ts';
import { readRunQuality } from '../../../shared/run/quality.ts';
import { type CleanedReport, readReports } from '../../../shared/run/reports.ts';
import { sumReports, uploadFigures } from './figures.ts';
import { heldMessage } from './held-message.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
}

/**
 * Writes the quality figures of the run's uploads with a comparison to earlier ones, and holds the run if the policy's gate has
 * findings that were not accepted. The baseline for later runs depends only on the visible run and this one, so neither a retry
 * nor a failed run counts a drop twice.
 * @throws {GateError} naming every finding and how to release the run; {StaleRunError} when a newer run has begun
 */
export async function checkQuality(
  { runId }: { runId: string },
  { lake, runs }: Dependencies,
): Promise<{ verdict: Verdict }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = (await runs.getRun(runId)) as Run;
  const today = calendarDay(policy.timeZone, run.started_at);
  const reports = await readReports(lake, runId);
  const { run_id: visible } = await runs.getCurrent();
  const before = visible === undefined ? undefined : await readRunQuality(lake, visible);

  const history = before?.history ?? noHistory;
  // A run that became visible but stopped before the ledger was written leaves uploads that are listed again.
  const counted = new Set(
    before?.uploads.filter(({ status }) => status === 'cleaned').map((upload) => upload.upload_id),
  );
  const uploads = reports
    .filter((report): report is CleanedReport => report.status === 'cleaned')
    .filter(({ upload_id }) => !counted.has(upload_id));
  const drops = measureDrops(uploads, history, today);
  const findings = gateFindings({ uploads, drops, knownCurrencies: knownCurrencies(history, policy) }, policy.gate);
  const verdict = findings.length === 0 ? 'passed' : run.accept_gate ? 'accepted' : 'held';

  await lake.putJson(runFiles.quality(runId), {
    run_id: runId,
    as_of: run.as_of_requested ?? run.newest_order_on ?? null,
    previous_run_id: visible ?? null,
    totals: sumReports(reports),
    gate: { verdict, findings },
    drops,
    uploads: reports.map((report) => ({ ...report, ...uploadFigures(report, today) })),
    history: updateHistory(history, runId, uploads, drops),
  });
  await runs.setFields(runId, { gate: verdict });
  // Files of earlier held runs that were withdrawn.
  await removeHeld(lake, new Set(reports.map(({ upload_id }) => upload_id)));
  if (verdict !== 'held') return { verdict };

  await runs.requireNewest(runId);
  await holdRows(lake, new Set(uploads.map(({ upload_id }) => upload_id)), { runId, policy });
  throw new GateError(heldMessage(findings));
}

/** Currencies seen before or with a rate in the policy; none before the first are seen. */
function knownCurrencies({ currencies }: History, { currency }: Policy): string[] {
  return currencies.length === 0 ? [] : [...new Set([...currencies, ...Object.keys(currency.rates)])].toSorted();
}
