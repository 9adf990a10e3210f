import type { CleanColumns } from './clean-columns.ts';

/** The kind of values in a column. */
export type ContentKind = 'id' | 'date' | 'money' | 'number' | 'score' | 'word' | 'currency';

/** A field of a dataset: a canonical column. */
export interface FieldDefinition {
  content: ContentKind;
  /**
   * Headers that exports use for the field, compared without case, spaces and punctuation. The aliases on one line are
   * equally specific; earlier lines are more specific than later ones.
   */
  aliases: readonly string[];
}

/** Evidence that a file belongs to a dataset, provided that it has the required fields. */
export type Evidence<Field extends string> =
  | { by: 'required-fields' }
  | { by: 'any-field'; of: readonly Field[] }
  /** In each group of fields, the header of one contains a keyword of the dataset. */
  | { by: 'keywords'; in: readonly (readonly Field[])[] }
  /** @param values of the field's column in a sample */
  | { by: 'values'; of: Field; areTypical: (values: readonly (string | null)[]) => boolean };

/** Reasons for setting aside rows that are about no customer, with the field that shows it. */
export const rowRoleReasons = {
  walk_in_customer: 'customer_id',
  total_row: 'customer_id',
  repeated_header: 'customer_id',
  page_line: 'customer_id',
} as const;

/** How an upload report counts a clean row. Returned rows also count as kept. */
export type RowCount = 'kept' | 'returned' | 'filtered';

/** Everything about a dataset except the SQL that cleans it. */
export interface DatasetDefinition<Field extends string> {
  /**
   * What a file holds: a complete `list`, `records` of a period, or individual `decisions` of people. Decisions may come in
   * any number, and take effect every time they are uploaded.
   */
  holds: 'list' | 'records' | 'decisions';
  /** Every field that can be mapped. */
  fields: Readonly<Partial<Record<Field, FieldDefinition>>>;
  /** Fields that every file needs. */
  required: readonly Field[];
  /** Alternative sets of fields, one of which is also required. Error messages name the first. */
  requiredEither?: readonly (readonly Field[])[];
  /** The field that dates a row. */
  dateField: Field;
  /** The clean column that dates a row, when no column of the file does. */
  cleanDateColumn?: string;

  /** Words in headers that are typical of the dataset. Dates and types occur in every kind of file. */
  keywords?: RegExp;
  /** Fields that, with a keyword in the header, suggest the dataset for a file that lacks a required field. */
  suggestedBy?: readonly Field[];
  /** Evidence that a file belongs to the dataset. Across all datasets, the evidence with the lowest precedence wins. */
  evidence: readonly (Evidence<Field> & { precedence: number })[];

  /** Kind of clean row → how it is counted. */
  kept: Readonly<Record<string, RowCount>>;
  /** Reason for quarantining a row → the field at fault. */
  quarantineReasons: Readonly<Record<string, Field>>;
  /** Table of clean rows in the lake → the columns read from it. */
  tables: Readonly<Record<string, CleanColumns>>;
  /** Clean columns that are not written for uploads without values for them. */
  omittable: readonly string[];
}
