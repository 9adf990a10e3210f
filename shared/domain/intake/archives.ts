/** Files of one archive that are taken in, each as an upload of its own. */
export const MAX_TABLES = 500;

/** One file in an archive. */
export interface ArchiveEntry {
  path: string;
  bytes: number;
  packedBytes: number;
}

/** Whether a zip archive is an Excel workbook. */
export function isWorkbook(entries: readonly ArchiveEntry[]): boolean {
  const paths = new Set(entries.map(({ path }) => path));
  return paths.has('[Content_Types].xml') && [...paths].some((path) => path.startsWith('xl/'));
}

/**
 * What there is to read in an archive: every file that holds something and is not hidden.
 * @returns the tables by path, and the paths of the rest, folders apart
 */
export function archiveContents(entries: readonly ArchiveEntry[]): { tables: ArchiveEntry[]; ignored: string[] } {
  const files = entries.filter(({ path }) => !path.endsWith('/')).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const isTable = ({ path, bytes }: ArchiveEntry) => bytes > 0 && !isHidden(path);
  return {
    tables: files.filter(isTable),
    ignored: files.filter((file) => !isTable(file)).map(({ path }) => path),
  };
}

/** What file managers leave in archives: `__MACOSX/`, names that begin with a dot, `Thumbs.db`, `desktop.ini`. */
function isHidden(path: string): boolean {
  const names = path.split('/');
  return (
    names.some((name) => name.startsWith('.') || name === '__MACOSX') ||
    /^(thumbs\.db|desktop\.ini)$/i.test(names.at(-1) ?? '')
  );
}
