import { z } from 'zod';
import { columnQuestionSchema } from '../domain/intake/columns/column-question.ts';
import { datasets } from '../domain/intake/datasets/datasets.ts';
import { runFiles } from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';

/** The uploads of a run, as listed by `open-run`. */
export const manifest = z.array(
  z.object({
    key: z.string(),
    etag: z.string(),
    bytes: z.number(),
    lastModified: z.string(),
    /** For a zip archive of several files: the file that is this upload. */
    entry: z.object({ path: z.string(), bytes: z.number(), position: z.number().optional() }).optional(),
    /** On the first upload of an archive: its hidden and empty files. */
    ignored: z.array(z.string()).optional(),
  }),
);

/** Robust limits of a numeric column, and the number of values outside them, which are flagged and not dropped. */
const spread = z.object({
  lower: z.number(),
  upper: z.number(),
  outliers: z.number(),
  /** The largest value, and its share of the column's sum. */
  largest: z.number().optional(),
  largest_share: z.number().optional(),
});

/** Quality figures of an upload. Counts are rows. */
export const uploadQuality = z.object({
  /** One per canonical column that the upload has. */
  columns: z.array(
    z.object({
      column: z.string(),
      header: z.string(),
      /** Completeness: rows without a value. */
      missing: z.number(),
      /** Validity: rows quarantined because of the value. */
      invalid: z.number(),
      /** Uniqueness: approximate number of distinct values among the kept rows, within a few per cent. */
      distinct: z.number(),
    }),
  ),
  /** Approximate number of distinct customers among the kept rows, within a few per cent. */
  customers: z.number(),
  /** Customer ids that another one equals but for capitals; in a large file, at least. Ids are compared exactly. */
  differ_in_case: z.number().optional(),
  /** Timeliness: dates of the first and the last kept row; null if the dataset has no dates. */
  first_on: z.string().nullable(),
  last_on: z.string().nullable(),
  /** Kept rows dated after the day of the run. */
  future: z.number(),
  /** Sum of the kept rows' amounts. */
  amount_total: z.number(),
  /** Sum of the filtered rows' amounts; reports of earlier versions lack it. */
  filtered_total: z.number().optional(),
  amount: spread.nullable(),
  quantity: spread.nullable(),
  /** Kept rows by currency; empty if the upload has no currency. */
  currencies: z.record(z.string(), z.number()),
  /** Consistency: rows whose amount is not quantity × unit price, if the upload has all three. */
  inconsistent: z.number(),
});
export type UploadQuality = z.infer<typeof uploadQuality>;

/** Kept rows of a status that no word explains. Status null: all that are not listed. */
const unknownStatus = z.object({ status: z.string().nullable(), rows: z.number(), amount: z.number() });
export type UnknownStatus = z.infer<typeof unknownStatus>;

/** What a reader of an upload report should check, beside the counts: what Strata does not know, and what it assumes. */
const remarks = {
  /** Statuses that no word explains: their orders count. Largest sums first. */
  unknown_statuses: z.array(unknownStatus).optional(),
  /** Encodings that read the file otherwise and fit nearly as well as the chosen one. */
  encoding_alternatives: z.array(z.string()).optional(),
  /** Headers of date columns in which a spreadsheet seems to have turned day and month of some dates. */
  half_turned_dates: z.array(z.string()).optional(),
  /** Date columns in another calendar, whose years are converted. */
  calendars: z.array(z.object({ header: z.string(), calendar: z.string() })).optional(),
  /** Forms of dates that no pattern reads, 9 for a digit and x for a letter, with their rows in a sample. */
  unread_dates: z.array(z.object({ header: z.string(), form: z.string(), rows: z.number() })).optional(),
  /** Unit in which `x`, `t_x` and `t` of a summary are read, because the policy says so and the file nothing. */
  assumed_unit: z.enum(['day', 'week']).optional(),
  /** Customers of a summary whose spend it does not state. */
  unknown_spend: z.number().optional(),
  /** Quarantined rows that are about no customer: sales without one, totals, lines of printed pages; amounts of orders only. */
  set_aside: z.array(z.object({ reason: z.string(), rows: z.number(), amount: z.number() })).optional(),
  /**
   * Rows whose id says nothing and whose contact names the customer: the headers, the rows, the customers, and the rows of contacts
   * that occur with exactly one id, which they get. All others have the hash of their contact as id.
   */
  guests: z
    .object({ by: z.array(z.string()), rows: z.number(), customers: z.number(), known_rows: z.number() })
    .optional(),
  /** Rows that lacked trailing empty cells, or had more of them than the header; they are read. */
  evened_rows: z.number().optional(),
  /** Filtered rows that are tests of the shop. */
  test_rows: z.object({ rows: z.number(), amount: z.number() }).optional(),
};
export const remarksSchema = z.object(remarks);
export type Remarks = z.infer<typeof remarksSchema>;

/**
 * Amounts of an orders file by what became of them, each regardless of its sign, in the currency of its sums. Always: read =
 * purchases + discounts + returns + undone + filtered + refunded + duplicates + quarantined.
 */
export const uploadMoney = z.object({
  /** All amounts that could be read and are in a known currency. */
  read: z.number(),
  purchases: z.number(),
  /** Negative lines of orders that sum to a sale. */
  discounts: z.number(),
  returns: z.number(),
  /** Sales returned in full. */
  undone: z.number(),
  /** Orders that are no sales, such as unpaid ones. */
  filtered: z.number(),
  /** Parts of purchases that a column of refunds takes back. */
  refunded: z.number(),
  /** Copies of rows that count once. */
  duplicates: z.number(),
  /** Of quarantined rows whose amount can be read. */
  quarantined: z.number(),
  /** Quarantined rows whose amount cannot be read; malformed rows are not among them. */
  without_amount: z.number(),
  /** Currency without a rate → sum of its quarantined rows. */
  foreign: z.record(z.string(), z.number()),
});
export type UploadMoney = z.infer<typeof uploadMoney>;

const named = {
  upload_id: z.string(),
  key: z.string(),
  file: z.string(),
  bytes: z.number(),
  /** Place among the uploads of its run, from 1: where several have the same order, the highest counts. */
  place: z.number().optional(),
};

/** The upload report of `clean`. Always: rows = kept + duplicates + filtered + quarantined. */
export const uploadReport = z.discriminatedUnion('status', [
  z.object({
    ...named,
    status: z.literal('cleaned'),
    dataset: z.enum(datasets),
    /** SHA-256 of the upload's bytes. */
    digest: z.string().optional(),
    /** Format, packing, encoding and sheet of the file. */
    format: z.string().optional(),
    packing: z.array(z.string()).optional(),
    encoding: z.string().optional(),
    sheet: z.string().optional(),
    other_sheets: z.array(z.string()).optional(),
    has_header: z.boolean().optional(),
    skipped_lines: z.number().optional(),
    /** Hidden and empty files of its archive. */
    ignored: z.array(z.string()).optional(),
    delimiter: z.string(),
    /** The shop or point-of-sale system that the headers identify. */
    system: z.string().optional(),
    /** Canonical name → header. */
    columns: z.record(z.string(), z.string()),
    /** How each column was recognised. */
    matches: z.array(z.object({ field: z.string(), header: z.string(), score: z.number(), by: z.string() })).optional(),
    /** For orders: whether rows are orders or order lines, and which amount is summed. */
    amounts: z
      .object({
        rows: z.string(),
        from: z.string(),
        /** For files of refunds: how that is known. */
        returnsBy: z.string().optional(),
        /** Headers of discounts, shipping, tax, gift cards … which no sum includes. */
        unread: z.array(z.string()).optional(),
        /** Whether refunded amounts are of rows or of orders. */
        refundOf: z.string().optional(),
      })
      .optional(),
    /** For customers: whether it is an aggregated customers file. */
    is_aggregated: z.boolean().optional(),
    /** Currency of the sums. */
    currency: z.string().optional(),
    /** Columns with personal identifiers, and the kind of each. */
    identifiers: z.array(z.object({ header: z.string(), kind: z.string(), by: z.string() })).optional(),
    /** Whether ambiguous dates are read day-first or month-first, and whether that is a guess. */
    day_order: z.enum(['day-first', 'month-first', 'year-first']).optional(),
    day_order_is_guessed: z.boolean().optional(),
    /** Lines without date and customer that got those of the order above them. */
    completed_lines: z.number().optional(),
    /** Whether its rows are quarantine repairs. */
    is_mended: z.boolean().optional(),
    /** Headers of columns kept as customer attributes. */
    attributes: z.array(z.string()),
    /** Headers of columns with personal identifiers, which are not read. */
    dropped_columns: z.array(z.string()),
    date_formats: z.array(z.string()),
    newest_order_on: z.string().optional(),
    rows: z.number(),
    kept: z.number(),
    /** Kept rows that are returns. */
    returns: z.number(),
    duplicates: z.number(),
    /** Filtered rows, such as unpaid and cancelled orders. */
    filtered: z.number(),
    quarantined: z.number(),
    ...remarks,
    /** Quarantined rows by reason. */
    reasons: z.record(z.string(), z.number()),
    /** For orders. */
    money: uploadMoney.optional(),
    quality: uploadQuality.optional(),
  }),
  /** An upload with the same content as another one, which is processed only once. */
  z.object({ ...named, status: z.literal('repeated'), same_as: z.string() }),
  z.object({
    ...named,
    status: z.literal('rejected'),
    error: z.string(),
    message: z.string(),
    /** Which column is which field, if that is why. */
    question: columnQuestionSchema.optional(),
  }),
]);
export type UploadReport = z.infer<typeof uploadReport>;
export type CleanedReport = Extract<UploadReport, { status: 'cleaned' }>;

/** Reads the upload reports that `clean` has written for a run. */
export async function readReports(lake: ObjectStore, runId: string): Promise<UploadReport[]> {
  const objects = await lake.list(runFiles.reports(runId));
  return Promise.all(objects.map(async ({ key }) => uploadReport.parse(await lake.getJson(key))));
}
