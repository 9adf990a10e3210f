export interface Label {
  en: string;
  zh: string;
}

export const label = (en: string, zh: string): Label => ({ en, zh });

/** A DuckDB type. JSON is stored as text. */
export type ColumnType =
  | 'INTEGER'
  | 'DOUBLE'
  | 'DECIMAL(18,4)'
  | 'DECIMAL(28,4)'
  | 'BOOLEAN'
  | 'VARCHAR'
  | 'JSON'
  | 'DATE'
  | 'TIMESTAMP'
  | `STRUCT(${string})`;

/**
 * Which difference of a published column writes the customer again:
 * - `any`
 * - `none`: it follows from other columns and is written with them
 * - `points`: more than `publish.valueScoreTolerance`
 * - `probability`: more than `publish.estimateTolerance`
 * - `orders`: more than that share of the published value, or of one order if that is more
 * - `spend`: more than that share of the published value, or of the spend per order if that is more
 */
export type PublishedChange = 'any' | 'none' | 'points' | 'probability' | 'orders' | 'spend';

/** One column of a run's `customers.csv`, and what Strata does with it. */
export interface Column {
  type: ColumnType;
  label?: Label;
  /** Which values rank a customer higher. The value score, tier lines and conditions may use the columns that have it. */
  better?: 'more' | 'fewer';
  /** Whether conditions may use a column without a better direction: names and scores. */
  inConditions?: true;
  /** Decimal places it is shown with. Default: 0 for integers, otherwise 2. */
  decimals?: number;
  /** A published column is part of the customer's state that the API returns. */
  published?: PublishedChange;
  /** Whether drift is measured even if no cluster uses it. */
  drift?: true;
}

/** How customers are clustered on a feature. */
export interface Clustering {
  /** Whether it is a count, an amount or a time, which span orders of magnitude, and not a share, a rating or a difference. */
  isMagnitude: boolean;
  /** Names for customers with little and with much of it. */
  low: Label;
  high: Label;
}

/** One column of the feature table, as docs/features.md shows it. */
export interface Feature extends Column {
  label: Label;
  unit: string;
  /** How it is computed, in Markdown. */
  formula: string;
  /** When it is null. Features without this are never null. */
  nullWhen?: string;
  /** Clusters may use the features that have it. */
  clustering?: Clustering;
  /** Callers of `POST /v1/score` may send it, since it does not follow from orders alone. */
  scoreInput?: true;
  /** The smallest and the largest value, for ratings. */
  range?: readonly [number, number];
}

type Words = [en: string, zh: string];

const clustering =
  (isMagnitude: boolean) =>
  (low: Words, high: Words): Clustering => ({ isMagnitude, low: label(...low), high: label(...high) });

export const magnitude = clustering(true);
export const degree = clustering(false);

type NamesWith<Columns, Trait> = { [Name in keyof Columns]: Columns[Name] extends Trait ? Name : never }[keyof Columns];

/** The names of the columns that have a trait, in the order in which they are registered. */
export const namesWith = <Columns extends Record<string, Column>, Trait extends keyof Feature>(
  columns: Columns,
  trait: Trait,
) =>
  Object.keys(columns).filter((name) => trait in (columns[name] as Column)) as NamesWith<
    Columns,
    Record<Trait, unknown>
  >[];
