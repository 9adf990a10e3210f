/** Column of clean rows → DuckDB type. */
export type CleanColumns = Readonly<
  Record<string, 'varchar' | 'timestamp' | 'date' | 'integer' | 'bigint' | 'double' | 'decimal(18, 4)'>
>;

/** Provenance columns of datasets in which every row counts, whatever its position in the file. */
export const repairColumns = {
  upload_id: 'varchar',
  repaired_row: 'bigint',
  repaired_by: 'varchar',
} as const satisfies CleanColumns;

/** Columns that are filled only for quarantine repairs. */
export const repairOnly = ['repaired_row', 'repaired_by'] as const satisfies (keyof typeof repairColumns)[];

/** Provenance columns of datasets in which only the last row of a customer counts. */
export const numberedColumns = { upload_id: 'varchar', row_number: 'bigint' } as const satisfies CleanColumns;
