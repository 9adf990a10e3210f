import { MS_PER_DAY } from '../../../shared/domain/calendar/days.ts';
import type { CleanedReport, UploadQuality, UploadReport } from '../../../shared/run/reports.ts';

/**
 * The dimensions of data quality as counts and as shares from 0 to 1; null if there is nothing to take a share of.
 * @param today day of the run, YYYY-MM-DD
 * @returns the upload's section in the run's report; nothing if the upload was not examined
 */
export function uploadFigures(report: UploadReport, today: string) {
  if (report.status !== 'cleaned' || !report.quality) return {};
  const { columns, amount, quantity, future, inconsistent, first_on, last_on, ...rest } = report.quality;
  return {
    quality: {
      ...rest,
      columns: columns.map((column) => columnFigures(column, report)),
      consistency: isComparable(report) ? { inconsistent, share: without(inconsistent, report.kept) } : null,
      timeliness: {
        first_on,
        last_on,
        days_since_last: last_on === null ? null : (Date.parse(today) - Date.parse(last_on)) / MS_PER_DAY,
        future,
        share: without(future, report.kept),
      },
      outliers: { amount: beyond(amount, report.kept), quantity: beyond(quantity, report.kept) },
    },
  };
}

function columnFigures(column: UploadQuality['columns'][number], { rows, kept }: CleanedReport) {
  const { missing, invalid, distinct } = column;
  return {
    ...column,
    completeness: without(missing, rows),
    validity: without(invalid, rows - missing),
    uniqueness: share(distinct, kept),
  };
}

/** Amounts can be checked only if quantity and unit price are given too. */
const isComparable = ({ columns }: CleanedReport) =>
  ['amount', 'quantity', 'unit_price'].every((name) => columns[name] !== undefined);

function beyond(limits: UploadQuality['amount'], kept: number) {
  return limits && { ...limits, share: share(limits.outliers, kept) };
}

/** Estimated counts may exceed the whole. */
const share = (part: number, whole: number) => (whole > 0 ? Number((Math.min(part, whole) / whole).toFixed(6)) : null);
const without = (part: number, whole: number) => share(Math.max(whole - part, 0), whole);
