import { features } from '../../shared/domain/features/features.ts';

/** What `build-features` writes of every customer: column → DuckDB type. */
export const featureColumns = typesOf(features);

/** The DuckDB type of each column in a file: JSON is written as text. */
export function typesOf(columns: Readonly<Record<string, { type: string }>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { type }]) => [name, type === 'JSON' ? 'VARCHAR' : type]),
  );
}
