import type { Body } from './api.ts';

/** Of more rows than this, `--inspect` shows any. */
const SHOWN_ROWS = 10;

/**
 * What `--inspect` shows, with its rows in an order that every start has: sorted where all rows are shown, masked where
 * they are a choice that each start makes anew.
 * @param result as `--json` prints it
 * @param terminal the same for people: each file's rows follow a line with the names of those columns that hold something
 */
export function orderedInspection(result: Body, terminal: string): { result: Body; terminal: string } {
  const lines = terminal.split('\n');
  const files = result.files.map(({ first_rows: rows, ...file }: Body) => {
    if (!rows?.length) return { ...file, ...(rows && { first_rows: rows }) };
    const columns = Object.keys(rows[0]);
    const at = lines.findIndex((line) => isHeader(line, columns));
    if (at < 0) throw new Error(`The terminal does not show the columns ${columns.join()}`);
    const shown = lines.slice(at + 1, at + 1 + rows.length);
    const isAll = rows.length < SHOWN_ROWS;
    // Which columns hold something, and how wide they are, follows from the choice of rows.
    const text = isAll ? [`Rows: ${lines[at]?.trim()}`, ...shown.sort()] : [`Rows: ${rows.length}`];
    lines.splice(at, 1 + rows.length, ...text);
    return { ...file, first_rows: isAll ? rows.toSorted(byText) : { columns, rows: rows.length } };
  });
  return { result: { ...result, files }, terminal: lines.join('\n') };
}

function isHeader(line: string, columns: readonly string[]): boolean {
  const names = line.trim().split(/\s+/);
  return names.length > 1 && names.every((name) => columns.includes(name));
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
