import { styleText } from 'node:util';

/** Table cells by row; the first row is the header. */
export type Rows = readonly (readonly string[])[];

/** Width in terminal columns: Chinese characters and full-width forms take two. */
export const displayWidth = (text: string) =>
  [...text].length + (text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/gu)?.length ?? 0);

/**
 * Formats a table.
 * @param alignment one letter per column: `l` or `r`
 */
export function tableText(rows: Rows, alignment: string): string {
  const widths = [...alignment].map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, alignment[column] === 'r')).join('   '))
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(cell)));
  return right ? space + cell : cell + space;
}

export const countText = (value: number) => value.toLocaleString('en');
/** Three significant digits below 100, whole numbers from 100. */
export const numberText = (value: number) =>
  value.toLocaleString('en', value < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 });
export const moneyText = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });
export const shareText = (part: number, whole: number) => (whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : '–');
export const secondsText = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} s`;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}

/** A block of text under a bold title. */
export const section = (title: string, text: string) => `${styleText('bold', title)}\n${text}`;
