import type { CleanedReport, UploadReport } from '../../../shared/run/reports.ts';

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
