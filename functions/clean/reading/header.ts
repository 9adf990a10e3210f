import type { Reading } from '../../../shared/domain/reading.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';
import { checkColumns, type Limits } from './limits.ts';
import { looksLikeData } from './table-start.ts';

const COMPARED_ROWS = 20;

/** Where the names of a table's columns come from. */
export interface Header {
  /** Whether they stand in the file. */
  hasHeader: boolean;
  /** Rows above the table. */
  skipped: number;
}

/**
 * Decides between what a file shows and what the policy says of its header.
 * @param rows the first rows, cells as text
 * @param titles how many of them stand above the table if it has a header
 * @param hints how many of them are no data in any case
 * @throws {UnreadableUploadError} with too many columns, or when the first row is data and nobody names the columns
 */
export function headerOf(
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
  return { hasHeader, skipped };
}
