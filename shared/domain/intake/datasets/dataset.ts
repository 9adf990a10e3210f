import type { CleanColumns } from './clean-columns.ts';

/** What the values of a column are. */
export type ContentKind = 'id' | 'date' | 'money' | 'number' | 'score' | 'word' | 'currency';

/** A canonical column of a dataset. */
export interface FieldDefinition {
  content: ContentKind;
  /**
   * What exports call the column, compared without case, spaces and punctuation. One line is one meaning: of two headers
   * in one line neither is more telling; a line further up is more telling than those below.
   */
  aliases: readonly string[];
}

/** What shows that a file belongs to a dataset, provided that it has the required fields. */
export type Evidence<Field extends string> =
  | { by: 'required-fields' }
  | { by: 'any-field'; of: readonly Field[] }
  /** In each group of fields, one has a key word of the dataset in its header. */
  | { by: 'keywords'; in: readonly (readonly Field[])[] }
  /** @param values of the field's column in a sample */
  | { by: 'values'; of: Field; areTypical: (values: readonly (string | null)[]) => boolean };

/** How the report of an upload counts a row that stays in the lake; returned rows are kept, too. */
export type RowCount = 'kept' | 'returned' | 'filtered';

/** All that is known about a dataset, but for the SQL that cleans it. */
export interface DatasetDefinition<Field extends string> {
  /**
   * What a file holds: a `list` of all there is, `records` of some days, or single `decisions` of people, of which any
   * number is usual and which mean something each time they are uploaded.
   */
  holds: 'list' | 'records' | 'decisions';
  /** Every column that may be mapped. */
  fields: Readonly<Partial<Record<Field, FieldDefinition>>>;
  /** Columns without which a row says nothing. */
  required: readonly Field[];
  /** Sets of columns, one of which is required too. The first one is what a file without any of them is asked for. */
  requiredEither?: readonly (readonly Field[])[];
  /** The column that dates a row. */
  datedBy: Field;
  /** The clean column that dates a row, where no column of the file does. */
  cleanDate?: string;

  /** Words in headers that are typical of the dataset: a date and a type are in every kind of file. */
  keywords?: RegExp;
  /** Fields that, with a key word in the header, suggest the dataset for a file that lacks a required field. */
  suggestedBy?: readonly Field[];
  /** What shows that a file belongs to the dataset. Of all datasets, the evidence with the lowest precedence wins. */
  evidence: readonly (Evidence<Field> & { precedence: number })[];

  /** What a row may be that stays in the lake → how it is counted. */
  kept: Readonly<Record<string, RowCount>>;
  /** Why a row is refused → the column at fault. */
  refused: Readonly<Record<string, Field>>;
  /** Tables of the lake with clean rows → the columns that are read from each. */
  tables: Readonly<Record<string, CleanColumns>>;
  /** Clean columns that are not written for an upload that says nothing of them. */
  omittable: readonly string[];
}
