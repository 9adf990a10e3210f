import { features } from '../../shared/domain/features/features.ts';

/** The columns that `build-features` writes: name → DuckDB type. */
export const featureColumns = typesOf(features);

/** The DuckDB type of each column in a file; JSON is stored as text. */
export function typesOf(columns: Readonly<Record<string, { type: string }>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { type }]) => [name, type === 'JSON' ? 'VARCHAR' : type]),
  );
}
