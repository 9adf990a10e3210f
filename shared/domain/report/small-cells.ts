/** A group of fewer customers may describe persons, so a report that is mailed around names none. */
export const MIN_CUSTOMERS = 5;

interface Cell {
  customers: number;
}

/**
 * Separates the cells of too few customers. If these together are still too few, the next larger cells go with them, so that
 * nobody can compute them from the total.
 * @returns the other cells in their order, and those to merge; all are to merge if all together are too few
 * @example
 * separateSmall([{ customers: 9 }, { customers: 2 }, { customers: 6 }])
 * // => { kept: [{ customers: 9 }], merged: [{ customers: 2 }, { customers: 6 }] }
 */
export function separateSmall<Each extends Cell>(cells: readonly Each[]): { kept: Each[]; merged: Each[] } {
  const ascending = cells.filter(({ customers }) => customers > 0).toSorted((a, b) => a.customers - b.customers);
  const merged = new Set<Each>();
  let customers = 0;
  for (const cell of ascending) {
    if (cell.customers >= MIN_CUSTOMERS && (customers === 0 || customers >= MIN_CUSTOMERS)) break;
    merged.add(cell);
    customers += cell.customers;
  }
  return { kept: cells.filter((cell) => !merged.has(cell)), merged: cells.filter((cell) => merged.has(cell)) };
}

/**
 * Joins neighbours in a sequence until each group has enough customers. Too small a remainder joins the last group.
 * @returns the cells by group, in their order
 * @example
 * joinNeighbours([{ customers: 3 }, { customers: 4 }, { customers: 8 }, { customers: 1 }])
 * // => [[{ customers: 3 }, { customers: 4 }], [{ customers: 8 }, { customers: 1 }]]
 */
export function joinNeighbours<Each extends Cell>(cells: readonly Each[]): Each[][] {
  const groups: Each[][] = [];
  let open: Each[] = [];
  for (const cell of cells) {
    open = [...open, cell];
    if (countOf(open) < MIN_CUSTOMERS) continue;
    groups.push(open);
    open = [];
  }
  const last = groups.pop();
  return open.length === 0 && !last ? groups : [...groups, [...(last ?? []), ...open]];
}

const countOf = (cells: readonly Cell[]) => cells.reduce((sum, { customers }) => sum + customers, 0);
