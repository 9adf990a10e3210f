import { median } from 'simple-statistics';
import { z } from 'zod';
import { earliest, latest, MS_PER_DAY } from '../calendar/days.ts';
import { type Dataset, datasets, holdsDecisions, isList } from '../intake/datasets/datasets.ts';
import type { History } from './drop-history.ts';

/** As much of a cleaned upload's report as drops are measured by. Days are YYYY-MM-DD. */
export interface DroppedUpload {
  upload_id: string;
  file: string;
  dataset: Dataset;
  rows: number;
  kept: number;
  quarantined: number;
  reasons: Record<string, number>;
  /** Whether its rows are out of quarantine, mended. */
  is_mended?: boolean | undefined;
  /** Of orders: the day of the newest purchase up to the day of the run. */
  newest_order_on?: string | undefined;
  quality?:
    | { first_on: string | null; last_on: string | null; future: number; currencies: Record<string, number> }
    | undefined;
}

/** What a run's uploads of one dataset come to, beside what is usual. */
export const dropSchema = z.object({
  dataset: z.enum(datasets),
  uploads: z.number(),
  kept: z.number(),
  quarantined: z.number(),
  first_on: z.string().nullable(),
  last_on: z.string().nullable(),
  /** Days its uploads span, gaps between them left out; 1 for a list. */
  days: z.number(),
  /** Kept rows a day; of a list, kept rows. */
  rate: z.number(),
  /** The median rate of the drops before, and how many times as much this one is; null for the first. */
  usual: z.number().nullable(),
  change: z.number().nullable(),
  /** Whether it holds nothing but corrections of what was dropped before. Such a drop is small by nature. */
  is_correction: z.boolean(),
});
export type Drop = z.infer<typeof dropSchema>;

/** Of people's decisions, such as overrides, any number is usual: their drops are not measured. */
const measured = datasets.filter((dataset) => !holdsDecisions(dataset));

/**
 * Measures what a run takes in. Where some uploads of a dataset bring something new, those alone are measured.
 * @param uploads those that were cleaned
 * @param history of the run that readers see
 * @param today day of the run; rows dated later do not make a drop longer
 * @returns one for each dataset that has rows to measure
 */
export function measureDrops(uploads: readonly DroppedUpload[], history: History, today: string): Drop[] {
  return measured.flatMap((dataset) => {
    const past = history.datasets[dataset];
    const all = uploads.filter((upload) => upload.dataset === dataset && isMeasurable(upload, today));
    const news = all.filter((upload) => past === undefined || bringsNews(upload, past, today));
    if (all.length === 0) return [];
    return [{ ...measureDrop(dataset, news.length > 0 ? news : all, past, today), is_correction: news.length === 0 }];
  });
}

function isMeasurable({ dataset, kept, quality }: DroppedUpload, today: string): boolean {
  const first = quality?.first_on ?? null;
  return kept > 0 && (isList(dataset) || (first !== null && first <= today));
}

type Past = NonNullable<History['datasets'][Dataset]>;

/** A record of days brings news when it ends later than any before; a list, when it is longer than what the one before left in quarantine. */
function bringsNews(upload: DroppedUpload, past: Past, today: string): boolean {
  if (upload.is_mended) return false;
  if (isList(upload.dataset)) return upload.kept > sumBy(past.drops, ({ quarantined }) => quarantined);
  return (lastOn(upload, today) ?? '') > (past.last_on ?? '');
}

function measureDrop(dataset: Dataset, uploads: readonly DroppedUpload[], past: Past | undefined, today: string) {
  const kept = sumBy(uploads, (upload) => upload.kept);
  const days = isList(dataset) ? 1 : daysSpanned(uploads, today);
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

/** Its last day up to the day of the run: rows dated later are mistakes that would stretch it. */
function lastOn({ quality, newest_order_on }: DroppedUpload, today: string): string | null {
  const last = quality?.last_on ?? null;
  return last !== null && last > today ? (newest_order_on ?? today) : last;
}

/** How many days lie between the first and the last day of any of the uploads. */
function daysSpanned(uploads: readonly DroppedUpload[], today: string): number {
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

const sumBy = <Item>(items: readonly Item[], of: (item: Item) => number) =>
  items.reduce((sum, item) => sum + of(item), 0);
