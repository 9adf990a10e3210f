import type { Class } from '../classification/class.ts';
import { binNumber } from './scores.ts';

/** The nine cells: rows from recent to lapsed, columns from high to low value. */
export const nineGrid = [
  [
    { name: 'Core', zh: '核心客户' },
    { name: 'Growing', zh: '成长客户' },
    { name: 'Starter', zh: '萌芽客户' },
  ],
  [
    { name: 'Key To Keep', zh: '重点维系客户' },
    { name: 'Steady', zh: '一般维系客户' },
    { name: 'Marginal', zh: '边缘客户' },
  ],
  [
    { name: 'Key To Win Back', zh: '重点挽回客户' },
    { name: 'To Wake Up', zh: '待唤醒客户' },
    { name: 'Let Go', zh: '放弃客户' },
  ],
] as const satisfies readonly (readonly Class[])[];

/** The lines of the nine-grid: two ascending limits per axis. A value equal to a limit belongs to the lower side. */
export interface NineGridLines {
  recency_days: readonly number[];
  monetary_total: readonly number[];
}

/**
 * Lists the cells with their position: `recency` from 1 (recent) to 3 (lapsed), `value` from 1 (low) to 3 (high).
 * @example
 * nineGridCells().at(0) // => { name: 'Core', zh: '核心客户', recency: 1, value: 3 }
 */
export const nineGridCells = () =>
  nineGrid.flatMap((row, rowIndex) =>
    row.map((cell, column) => ({ ...cell, recency: rowIndex + 1, value: 3 - column })),
  );

/**
 * Finds the cell of a buyer.
 * @throws {RangeError} when an axis does not have two limits
 * @example
 * const lines = { recency_days: [30, 90], monetary_total: [100, 500] };
 * nineGridCell({ recency_days: 100, monetary_total: 900 }, lines).name // => 'Key To Win Back'
 */
export function nineGridCell(
  { recency_days, monetary_total }: { recency_days: number; monetary_total: number },
  lines: NineGridLines,
): Class {
  const recency = binNumber(recency_days, lines.recency_days);
  const value = binNumber(monetary_total, lines.monetary_total);
  const cell = nineGridCells().find((each) => each.recency === recency && each.value === value);
  if (!cell) throw new RangeError('expected two limits of recency_days and of monetary_total');
  return { name: cell.name, zh: cell.zh };
}
