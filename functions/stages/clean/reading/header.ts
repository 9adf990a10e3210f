import type { Reading } from '../../../../shared/domain/intake/reading.ts';
import { UnreadableUploadError } from '../../../../shared/errors.ts';
import { checkColumns, type Limits } from './limits.ts';
import { looksLikeData } from './table-start.ts';

const COMPARED_ROWS = 20;

export interface Header {
  /** Whether the file has a header. */
  hasHeader: boolean;
  /** Number of rows above the table. */
  skipped: number;
  /** Unique and not empty. */
  headers: string[];
}

/**
 * Finds the header, from the file or the policy.
 * @param rows the first rows, cells as text
 * @param titles how many of them are above the table if it has a header
 * @param hints how many of them are not data in any case
 * @throws {UnreadableUploadError} if there are too many columns, or the first row is data and the policy has no column names
 */
export function findHeader(
  rows: readonly (readonly string[])[],
  { titles, hints = 0 }: { titles: number; hints?: number },
  reading: Reading,
  limits: Limits,
): Header {
  const hasHeader = reading.header ?? reading.columns === undefined;
  const skipped = hasHeader ? titles : hints;
  const [first = [], ...below] = rows.slice(skipped, skipped + COMPARED_ROWS);
  checkColumns(first.length, limits);
  if (hasHeader && reading.header === undefined && looksLikeData(first, below)) {
    throw new UnreadableUploadError(
      'The first row is data, not names of columns: name them in the policy, under reading, as columns',
    );
  }
  return { hasHeader, skipped, headers: uniqueNames(reading.columns ?? first) };
}

/** Makes column names distinct for SQL, which ignores case, and non-empty. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const wanted = name.replaceAll(/\s*\n\s*/g, ' ').trim() || `column_${index + 1}`;
    let unique = wanted;
    for (let again = 2; taken.has(unique.toLowerCase()); again += 1) unique = `${wanted}_${again}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
