import { median } from 'simple-statistics';
import { z } from 'zod';
import { earliest, latest, MS_PER_DAY } from '../calendar/days.ts';
import { type Dataset, datasets, holdsDecisions, isList } from '../intake/datasets/datasets.ts';
import type { History } from './drop-history.ts';

/** The part of an upload report that is needed to measure drops. Days are YYYY-MM-DD. */
export interface DroppedUpload {
  upload_id: string;
  file: string;
  dataset: Dataset;
  rows: number;
  kept: number;
  quarantined: number;
  reasons: Record<string, number>;
  /** Whether the upload is a quarantine repair. */
  is_mended?: boolean | undefined;
  /** Orders only: day of the newest purchase up to the date of the run. */
  newest_order_on?: string | undefined;
  /** Headers of date columns in which day and month may be exchanged. */
  half_turned_dates?: string[] | undefined;
  /** Kept rows by status that no word explains. */
  unknown_statuses?: { status: string | null; rows: number }[] | undefined;
  quality?:
    | {
        first_on: string | null;
        last_on: string | null;
        future: number;
        currencies: Record<string, number>;
        amount?: LargestValue | null | undefined;
        quantity?: LargestValue | null | undefined;
      }
    | undefined;
}

/** The largest value of a column, its share of the sum, and the limit above which a value is an outlier. */
interface LargestValue {
  upper: number;
  largest?: number | undefined;
  largest_share?: number | undefined;
}

/** A drop: the totals of a run's uploads of one dataset, compared with earlier drops. */
export const dropSchema = z.object({
  dataset: z.enum(datasets),
  uploads: z.number(),
  kept: z.number(),
  quarantined: z.number(),
  first_on: z.string().nullable(),
  last_on: z.string().nullable(),
  /** Days that the uploads cover, without gaps between them; 1 for a list. */
  days: z.number(),
  /** Kept rows per day; for a list, kept rows. */
  rate: z.number(),
  /** Median rate of earlier drops, and `rate` as a multiple of it; null for the first drop. */
  usual: z.number().nullable(),
  change: z.number().nullable(),
  /** Whether the drop only corrects earlier rows. Corrections are usually small. */
  is_correction: z.boolean(),
});
export type Drop = z.infer<typeof dropSchema>;

/** Drops of people's decisions, such as overrides, are not measured, because their number means nothing. */
const measuredDatasets = datasets.filter((dataset) => !holdsDecisions(dataset));

/**
 * Measures the drops of a run. If some uploads of a dataset have new data, only those are measured.
 * @param uploads the cleaned uploads
 * @param history history of the current run
 * @param today date of the run; rows dated later do not extend a drop
 * @returns one drop per dataset with rows to measure
 */
export function measureDrops(uploads: readonly DroppedUpload[], history: History, today: string): Drop[] {
  return measuredDatasets.flatMap((dataset) => {
    const past = history.datasets[dataset];
    const all = uploads.filter((upload) => upload.dataset === dataset && isMeasurable(upload, today));
    const newUploads = all.filter((upload) => past === undefined || hasNewData(upload, past, today));
    if (all.length === 0) return [];
    const isCorrection = newUploads.length === 0;
    return [{ ...measureDrop(dataset, isCorrection ? all : newUploads, past, today), is_correction: isCorrection }];
  });
}

function isMeasurable({ dataset, kept, quality }: DroppedUpload, today: string): boolean {
  const first = quality?.first_on ?? null;
  return kept > 0 && (isList(dataset) || (first !== null && first <= today));
}

type Past = NonNullable<History['datasets'][Dataset]>;

/**
 * Whether an upload has new data: records, if they end later than all earlier ones; a list, if it has more rows than the
 * previous drop left in quarantine.
 */
function hasNewData(upload: DroppedUpload, past: Past, today: string): boolean {
  if (upload.is_mended) return false;
  if (isList(upload.dataset)) return upload.kept > sumBy(past.drops, ({ quarantined }) => quarantined);
  return (lastOn(upload, today) ?? '') > (past.last_on ?? '');
}

function measureDrop(dataset: Dataset, uploads: readonly DroppedUpload[], past: Past | undefined, today: string) {
  const kept = sumBy(uploads, (upload) => upload.kept);
  const days = isList(dataset) ? 1 : countCoveredDays(uploads, today);
  const usual = past ? median(past.drops.map((drop) => drop.kept / drop.days)) : null;
  return {
    dataset,
    uploads: uploads.length,
    kept,
    quarantined: sumBy(uploads, ({ quarantined }) => quarantined),
    first_on: earliest(uploads.map(({ quality }) => quality?.first_on)),
    last_on: latest(uploads.map((upload) => lastOn(upload, today))),
    days,
    rate: kept / days,
    usual,
    change: usual && kept / days / usual,
  };
}

/** The last day of an upload, up to the date of the run. Rows dated later are mistakes that would extend the drop. */
function lastOn({ quality, newest_order_on }: DroppedUpload, today: string): string | null {
  const last = quality?.last_on ?? null;
  return last !== null && last > today ? (newest_order_on ?? today) : last;
}

/** Counts the days that are covered by at least one upload. */
function countCoveredDays(uploads: readonly DroppedUpload[], today: string): number {
  const spans = uploads.map((upload) => ({
    first: Date.parse(upload.quality?.first_on ?? '') / MS_PER_DAY,
    last: Date.parse(lastOn(upload, today) ?? '') / MS_PER_DAY,
  }));
  let days = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { first, last } of spans.toSorted((a, b) => a.first - b.first)) {
    days += Math.max(0, last - Math.max(first, until + 1) + 1);
    until = Math.max(until, last);
  }
  return days;
}

const sumBy = <Item>(items: readonly Item[], value: (item: Item) => number) =>
  items.reduce((sum, item) => sum + value(item), 0);
