import { MS_PER_DAY } from '../../../shared/domain/calendar/days.ts';
import type { CleanedReport, UploadQuality, UploadReport } from '../../../shared/run/reports.ts';

/** Totals of rows and uploads by outcome. */
export function sumReports(reports: readonly UploadReport[]) {
  const cleaned = reports.filter((report): report is CleanedReport => report.status === 'cleaned');
  const sum = (of: (report: CleanedReport) => number) => cleaned.reduce((total, report) => total + of(report), 0);
  const ended = (wanted: string) => reports.filter(({ status }) => status === wanted).length;
  return {
    uploads: reports.length,
    rejected: ended('rejected'),
    repeated: ended('repeated'),
    rows: sum(({ rows }) => rows),
    kept: sum(({ kept }) => kept),
    returns: sum(({ returns }) => returns),
    duplicates: sum(({ duplicates }) => duplicates),
    filtered: sum(({ filtered }) => filtered),
    quarantined: sum(({ quarantined }) => quarantined),
    future: sum(({ quality }) => quality?.future ?? 0),
    inconsistent: sum(({ quality }) => quality?.inconsistent ?? 0),
    amount_outliers: sum(({ quality }) => quality?.amount?.outliers ?? 0),
    quantity_outliers: sum(({ quality }) => quality?.quantity?.outliers ?? 0),
  };
}

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
