/** Rows that a merged cell spans, from 1. */
export interface MergedRange {
  top: number;
  bottom: number;
}

/** Characters of a tag that may be in the next chunk. */
const TAIL = 200;
const mergeCell = /<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)"/gi;

/**
 * Finds the cells of a sheet that are merged over several rows. They stand behind the rows in its XML, which is therefore read
 * twice, here without parsing.
 * @returns ranges by zero-based column, from top to bottom
 */
export async function mergedColumns(chunks: AsyncIterable<Buffer>): Promise<Map<number, MergedRange[]>> {
  const columns = new Map<number, MergedRange[]>();
  let text = '';
  for await (const chunk of chunks) {
    text += chunk.toString('latin1');
    let end = Math.max(0, text.length - TAIL);
    for (const hit of text.matchAll(mergeCell)) {
      const [tag, letters = '', top, bottom] = hit;
      end = Math.max(end, hit.index + tag.length);
      if (Number(bottom) === Number(top)) continue;
      const column = columnIndex(letters);
      const ranges = columns.get(column) ?? [];
      ranges.push({ top: Number(top), bottom: Number(bottom) });
      columns.set(column, ranges);
    }
    text = text.slice(end);
  }
  for (const ranges of columns.values()) ranges.sort((a, b) => a.top - b.top);
  return columns;
}

/** The zero-based column index of a reference such as `AB12`. */
export function columnIndex(reference: string): number {
  const [letters = ''] = /^[A-Z]{1,3}/i.exec(reference) ?? [];
  return [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Fills the rows below the first one of a merged cell with its value, row by row from the top. */
export function mergedCellFiller(columns: ReadonlyMap<number, readonly MergedRange[]>) {
  const states = [...columns].map(([column, ranges]) => ({
    column,
    ranges,
    at: 0,
    value: undefined as string | undefined,
  }));
  return (row: string[], number: number): void => {
    for (const state of states) {
      while ((state.ranges[state.at]?.bottom ?? Number.POSITIVE_INFINITY) < number) {
        state.at += 1;
        state.value = undefined;
      }
      const range = state.ranges[state.at];
      if (!range || number < range.top) continue;
      if (number === range.top) state.value = row[state.column];
      else if (state.value !== undefined) row[state.column] ??= state.value;
    }
  };
}
