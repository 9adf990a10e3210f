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
  | `STRUCT(${string})`
  | `STRUCT(${string})[]`;

/**
 * The change of a published column that causes the customer to be published again:
 * - `any`: every change
 * - `none`: no change, because the column is derived from other columns
 * - `points`: more than `publish.valueScoreTolerance`
 * - `probability`: more than `publish.estimateTolerance`
 * - `orders`: more than that share of the published value, or of one order, whichever is larger
 * - `spend`: more than that share of the published value, or of the spend per order, whichever is larger
 */
export type PublishedChange = 'any' | 'none' | 'points' | 'probability' | 'orders' | 'spend';

/** A column of a run's `customers.csv` and its uses. */
export interface Column {
  type: ColumnType;
  label?: Label;
  /** Which values rank a customer higher. Columns with a direction can be used in the value score, tier lines and conditions. */
  better?: 'more' | 'fewer';
  /** Whether conditions can use a column without a direction: names and scores. */
  inConditions?: true;
  /** Decimal places for display. Default: 0 for integers, otherwise 2. */
  decimals?: number;
  /** Present if the column is part of the customer state that the API returns. */
  published?: PublishedChange;
  /** Whether drift is measured even if no cluster uses the column. */
  drift?: true;
}

/** How clusters use a feature. */
export interface Clustering {
  /** Whether values span orders of magnitude (counts, amounts, times), unlike shares, ratings and differences. */
  isMagnitude: boolean;
  /** Names for customers with low and with high values. */
  low: Label;
  high: Label;
}

/** A column of the feature table; docs/features.md lists them. */
export interface Feature extends Column {
  label: Label;
  unit: string;
  /** How the feature is computed, in Markdown. */
  formula: string;
  /** When the feature is null; absent if it never is. */
  nullWhen?: string;
  /** Present if clusters can use the feature. */
  clustering?: Clustering;
  /** Whether callers of `POST /v1/score` can send the feature, because it does not follow from orders alone. */
  scoreInput?: true;
  /** Smallest and largest value of a rating. */
  range?: readonly [number, number];
}

type Words = [en: string, zh: string];

const clustering =
  (isMagnitude: boolean) =>
  (low: Words, high: Words): Clustering => ({ isMagnitude, low: label(...low), high: label(...high) });

export const magnitude = clustering(true);
export const degree = clustering(false);

type NamesWith<Columns, Trait> = { [Name in keyof Columns]: Columns[Name] extends Trait ? Name : never }[keyof Columns];

/** Returns the names of the columns that have a property, in the order of the registry. */
export const namesWith = <Columns extends Record<string, Column>, Trait extends keyof Feature>(
  columns: Columns,
  trait: Trait,
) =>
  Object.keys(columns).filter((name) => trait in (columns[name] as Column)) as NamesWith<
    Columns,
    Record<Trait, unknown>
  >[];
