import { z } from 'zod';
import { isList } from '../intake/datasets/datasets.ts';
import type { Drop, DroppedUpload } from './drops.ts';

const share = z.number().min(0).max(1).nullable();

export const gateSchema = z
  .strictObject({
    minRows: z
      .number()
      .int()
      .min(1)
      .default(20)
      .describe('Below this many rows, shares and drop sizes are not checked'),
    maxQuarantinedShare: share
      .default(0.2)
      .describe(
        "Largest share of an upload's rows that may be quarantined for bad values; rows without a customer count under `maxGuestShare`, totals under `maxTotalRowShare`",
      ),
    maxGuestShare: share
      .default(0.5)
      .describe(
        "Largest share of an upload's rows that may lack a customer: guest checkouts, and sales to ids such as *Walk-in Customer* and 散客",
      ),
    maxTotalRowShare: share
      .default(0.5)
      .describe(
        "Largest share of an upload's rows that may be totals, repeated headers and lines of printed pages, which are set aside",
      ),
    maxFutureShare: share
      .default(0.01)
      .describe("Largest share of an upload's kept rows that may be dated after `as_of`"),
    maxUnknownStatusShare: share
      .default(0.1)
      .describe(
        "Largest share of an upload's kept rows whose status no word explains; their orders count until `statuses` says otherwise",
      ),
    maxLineShare: share
      .default(0.5)
      .describe(
        "Largest share of an upload's sum of amounts, or of quantities, that one line may have if it is also an outlier, such as a bar code among the quantities",
      ),
    maxDropFactor: z
      .number()
      .gt(1)
      .nullable()
      .default(5)
      .describe('By what factor the rate of a drop may be above or below the usual'),
    holdHalfTurnedDates: z
      .boolean()
      .default(true)
      .describe(
        'Whether dates in two forms, of which one has no day above 12, hold the run: a spreadsheet seems to have exchanged day and month',
      ),
    holdNewCurrency: z.boolean().default(true).describe('Whether a currency not seen in earlier drops holds the run'),
  })
  .prefault({})
  .describe('Limits beyond which the gate holds a run; `null` or `false` turns a check off');
export type GatePolicy = z.infer<typeof gateSchema>;

/** The gate's verdict: no findings; findings accepted when the run was started; or findings that hold the run. */
export const verdictSchema = z.enum(['passed', 'accepted', 'held']);
export type Verdict = z.infer<typeof verdictSchema>;

/** A reason to hold a run. */
export const findingSchema = z.object({
  check: z.enum([
    'quarantined-share',
    'guest-share',
    'total-row-share',
    'future-share',
    'unknown-status-share',
    'line-share',
    'drop-size',
    'new-currency',
    'half-turned-dates',
  ]),
  dataset: z.string(),
  /** Id of the upload; null for findings about a whole drop. */
  upload: z.string().nullable(),
  value: z.number(),
  limit: z.number(),
  message: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

/** The input of the gate. */
export interface Arrival {
  uploads: readonly DroppedUpload[];
  /** The drops of these uploads. */
  drops: readonly Drop[];
  /** Currencies of earlier drops. If empty, the currencies of the largest upload count as known. */
  knownCurrencies: readonly string[];
}

/** Checks uploads and drops against the limits of the policy. @returns the findings; empty if the run may go on */
export function gateFindings({ uploads, drops, knownCurrencies }: Arrival, policy: GatePolicy): Finding[] {
  const expected = knownCurrencies.length > 0 ? knownCurrencies : largestUploadCurrencies(uploads);
  return [
    ...drops.flatMap((drop) => dropSize(drop, policy)),
    ...uploads.flatMap((upload) => [
      ...quarantinedShare(upload, policy),
      ...guestShare(upload, policy),
      ...totalRowShare(upload, policy),
      ...futureShare(upload, policy),
      ...unknownStatusShare(upload, policy),
      ...lineShare(upload, policy),
      ...newCurrencies(upload, expected, policy),
      ...halfTurnedDates(upload, policy),
    ]),
  ];
}

/** Quarantine repairs are exempt, because their rows were checked when they were first uploaded. */
function quarantinedShare(upload: DroppedUpload, { maxQuarantinedShare: limit, minRows }: GatePolicy): Finding[] {
  const { upload_id, file, dataset, rows, reasons, is_mended } = upload;
  const others = Object.entries(reasons).filter(([reason]) => ![...guestReasons, ...layoutReasons].includes(reason));
  const invalid = upload.quarantined - countOf(reasons, [...guestReasons, ...layoutReasons]);
  const value = invalid / rows;
  if (limit === null || rows < minRows || value <= limit || is_mended) return [];
  const counts = others.map(([reason, count]) => `${reason} ${number(count)}`);
  const message = `${file}: ${number(invalid)} of ${number(rows)} rows are quarantined (${counts.join(', ')}): ${percent(value)}, above the limit of ${percent(limit)}`;
  return [{ check: 'quarantined-share', dataset, upload: upload_id, value, limit, message }];
}

function guestShare(upload: DroppedUpload, { maxGuestShare: limit, minRows }: GatePolicy): Finding[] {
  const { upload_id, file, dataset, rows, reasons, is_mended } = upload;
  const guests = countOf(reasons, guestReasons);
  const value = guests / rows;
  if (limit === null || rows < minRows || value <= limit || is_mended) return [];
  const message = `${file}: ${number(guests)} of ${number(rows)} rows have no customer: ${percent(value)}, above the limit of ${percent(limit)}`;
  return [{ check: 'guest-share', dataset, upload: upload_id, value, limit, message }];
}

function totalRowShare(upload: DroppedUpload, { maxTotalRowShare: limit, minRows }: GatePolicy): Finding[] {
  const { upload_id, file, dataset, rows, reasons, is_mended } = upload;
  const totals = countOf(reasons, layoutReasons);
  const value = totals / rows;
  if (limit === null || rows < minRows || value <= limit || is_mended) return [];
  const message = `${file}: ${number(totals)} of ${number(rows)} rows are totals, repeated headers or lines of printed pages: ${percent(value)}, above the limit of ${percent(limit)}`;
  return [{ check: 'total-row-share', dataset, upload: upload_id, value, limit, message }];
}

const guestReasons = ['missing_customer_id', 'walk_in_customer'];
const layoutReasons = ['total_row', 'repeated_header', 'page_line'];
const countOf = (reasons: Record<string, number>, which: readonly string[]) =>
  which.reduce((sum, reason) => sum + (reasons[reason] ?? 0), 0);

function futureShare(upload: DroppedUpload, { maxFutureShare: limit, minRows }: GatePolicy): Finding[] {
  const { upload_id, file, dataset, kept, quality } = upload;
  const future = quality?.future ?? 0;
  const value = future / kept;
  if (limit === null || kept < minRows || value <= limit) return [];
  const message = `${file}: ${number(future)} of ${number(kept)} rows are dated after the date of the run, up to ${quality?.last_on}: ${percent(value)}, above the limit of ${percent(limit)}`;
  return [{ check: 'future-share', dataset, upload: upload_id, value, limit, message }];
}

function unknownStatusShare(upload: DroppedUpload, { maxUnknownStatusShare: limit, minRows }: GatePolicy): Finding[] {
  const { upload_id, file, dataset, kept, unknown_statuses = [] } = upload;
  const unknown = unknown_statuses.reduce((sum, { rows }) => sum + rows, 0);
  const value = unknown / kept;
  if (limit === null || kept < minRows || value <= limit) return [];
  const named = unknown_statuses.flatMap(({ status, rows }) => (status ? [`"${status}" ${number(rows)}`] : []));
  const message = `${file}: ${number(unknown)} of ${number(kept)} rows have a status that Strata does not know (${named.slice(0, 10).join(', ')}): ${percent(value)}, above the limit of ${percent(limit)}; say in the policy's "statuses" which of them are sale, notASale, return or voided`;
  return [{ check: 'unknown-status-share', dataset, upload: upload_id, value, limit, message }];
}

function lineShare(upload: DroppedUpload, { maxLineShare: limit, minRows }: GatePolicy): Finding[] {
  const { upload_id, file, dataset, kept, quality } = upload;
  if (limit === null || kept < minRows) return [];
  return (['amount', 'quantity'] as const).flatMap((column) => {
    const { upper = 0, largest = 0, largest_share: value = 0 } = quality?.[column] ?? {};
    if (value <= limit || largest <= upper) return [];
    const message = `${file}: one line has ${column} ${number(largest)}, which is ${percent(value)} of the sum of ${number(kept)} rows, above the limit of ${percent(limit)}; usual lines are below ${number(upper)}`;
    return [{ check: 'line-share', dataset, upload: upload_id, value, limit, message }];
  });
}

/** Returns the currencies of the largest upload. Without earlier drops, the other uploads must have the same currencies. */
function largestUploadCurrencies(uploads: readonly DroppedUpload[]): string[] {
  const largestFirst = uploads.toSorted((a, b) => b.kept - a.kept || (a.upload_id < b.upload_id ? -1 : 1));
  return (
    largestFirst.map(({ quality }) => Object.keys(quality?.currencies ?? {})).find(({ length }) => length > 0) ?? []
  );
}

function newCurrencies(upload: DroppedUpload, expected: readonly string[], { holdNewCurrency }: GatePolicy): Finding[] {
  if (!holdNewCurrency) return [];
  const { upload_id, file, dataset, quality } = upload;
  return Object.entries(quality?.currencies ?? {})
    .filter(([currency]) => !expected.includes(currency))
    .map(([currency, value]) => {
      const message = `${file}: ${number(value)} rows are in ${currency}; expected ${expected.join(', ')}`;
      return { check: 'new-currency', dataset, upload: upload_id, value, limit: 0, message };
    });
}

function halfTurnedDates(
  { upload_id, file, dataset, kept, half_turned_dates = [] }: DroppedUpload,
  { holdHalfTurnedDates }: GatePolicy,
): Finding[] {
  if (!holdHalfTurnedDates) return [];
  return half_turned_dates.map((header) => {
    const message = `${file}: "${header}" has dates in two forms, and in one no day is above 12: a spreadsheet seems to have exchanged day and month there; export the file again, as text or with dates such as 2026-12-31`;
    return { check: 'half-turned-dates', dataset, upload: upload_id, value: kept, limit: 0, message };
  });
}

/** Corrections may be small, so a lack of rows counts only in other drops. */
function dropSize(drop: Drop, { maxDropFactor: factor, minRows }: GatePolicy): Finding[] {
  const { dataset, kept, days, rate, usual, change, is_correction } = drop;
  if (factor === null || usual === null || change === null) return [];
  if (Math.max(kept, usual * days) < minRows) return [];
  const isMore = change > factor;
  const isFewer = !is_correction && change < 1 / factor;
  if (!isMore && !isFewer) return [];
  const amount = `${number(rate)} rows${isList(dataset) ? '' : ` a day from ${drop.first_on} to ${drop.last_on}`}`;
  const message = `${dataset}: ${amount}, usually ${number(usual)}; allowed: ${number(1 / factor)} to ${number(factor)} times the usual`;
  return [{ check: 'drop-size', dataset, upload: null, value: change, limit: isMore ? factor : 1 / factor, message }];
}

/** Formats a number: whole from 100 on, otherwise with three significant digits. */
const number = (value: number) =>
  value.toLocaleString('en', value < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 });
const percent = (value: number) => `${number(100 * value)} %`;
