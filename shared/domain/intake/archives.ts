import { compareExports } from './export-order.ts';

/** Maximum number of files processed from one archive; each is a separate upload. */
export const MAX_TABLES = 500;

/** One file in an archive. */
export interface ArchiveEntry {
  path: string;
  bytes: number;
  packedBytes: number;
  /** When the file was last changed, by the clock of the packer; ISO 8601. */
  modifiedAt?: string;
}

/** Whether a zip archive is an Excel workbook. */
export function isWorkbook(entries: readonly ArchiveEntry[]): boolean {
  const paths = new Set(entries.map(({ path }) => path));
  return paths.has('[Content_Types].xml') && [...paths].some((path) => path.startsWith('xl/'));
}

/**
 * Lists the files to read in an archive: those that are neither empty nor hidden.
 * @returns the files to read, the oldest export first (by its name, then by the time of its file, then by path), and the paths of the other files; folders are in neither list
 */
export function archiveContents(entries: readonly ArchiveEntry[]): { tables: ArchiveEntry[]; ignored: string[] } {
  const files = entries.filter(({ path }) => !path.endsWith('/')).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const isTable = ({ path, bytes }: ArchiveEntry) => bytes > 0 && !isHidden(path);
  return {
    tables: files
      .filter(isTable)
      .toSorted((a, b) => compareExports(a.path, b.path) || (a.modifiedAt ?? '').localeCompare(b.modifiedAt ?? '')),
    ignored: files.filter((file) => !isTable(file)).map(({ path }) => path),
  };
}

/** Whether a file is a by-product of a file manager: `__MACOSX/`, names with a leading dot, `Thumbs.db`, `desktop.ini`. */
function isHidden(path: string): boolean {
  const names = path.split('/');
  return (
    names.some((name) => name.startsWith('.') || name === '__MACOSX') ||
    /^(thumbs\.db|desktop\.ini)$/i.test(names.at(-1) ?? '')
  );
}
