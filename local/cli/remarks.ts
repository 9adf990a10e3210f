import type { Remarks } from '../../shared/run/reports.ts';
import { countText, numberText } from './format.ts';

/** One sentence about each assumption and each unknown in an upload. */
export function remarkLines({ unknown_statuses = [], test_rows }: Remarks): string[] {
  const rowsText = ({ rows, amount }: { rows: number; amount: number }) =>
    `${countText(rows)} ${rows === 1 ? 'row' : 'rows'}, sum ${numberText(amount)}`;
  return [
    ...(test_rows ? [`tests of the shop: ${rowsText(test_rows)}, filtered`] : []),
    ...unknown_statuses.map(
      ({ status, ...sums }) =>
        `${status === null ? 'other unknown statuses' : `unknown status "${status}"`}: ${rowsText(sums)}, counted as sales`,
    ),
  ];
}
