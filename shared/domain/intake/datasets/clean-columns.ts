/** Columns of clean rows → DuckDB types. */
export type CleanColumns = Readonly<
  Record<string, 'varchar' | 'timestamp' | 'date' | 'integer' | 'bigint' | 'double' | 'decimal(18, 4)'>
>;

/** Columns of a dataset of which every row counts, whatever its place in the file. */
export const repairColumns = {
  upload_id: 'varchar',
  repaired_row: 'bigint',
  repaired_by: 'varchar',
} as const satisfies CleanColumns;

/** Clean columns that only rows out of quarantine fill. */
export const repairOnly = ['repaired_row', 'repaired_by'] as const satisfies (keyof typeof repairColumns)[];

/** Columns of a dataset of which the last row counts. */
export const numberedColumns = { upload_id: 'varchar', row_number: 'bigint' } as const satisfies CleanColumns;
