import type { Result } from './contestants.ts';

type Cells = Record<string, string>;

/** Time and memory of every program, as multiples of Strata's where Strata ran. */
export function costTable(results: Result[]): string {
  const base = results.find(({ name }) => name === 'Strata');
  return table(
    results.map(({ name, seconds, cpuSeconds, cleanSeconds, peakBytes }) => ({
      program: name,
      seconds: seconds.toFixed(1),
      'of which clean': cleanSeconds?.toFixed(1) ?? '–',
      "× Strata's time": ratio(seconds, base?.seconds),
      'CPU seconds': cpuSeconds?.toFixed(1) ?? '–',
      "× Strata's CPU": ratio(cpuSeconds, base?.cpuSeconds),
      'peak memory': peakBytes === undefined ? '–' : `${Math.round(peakBytes / 1e6).toLocaleString('en')} MB`,
      "× Strata's memory": ratio(peakBytes, base?.peakBytes),
    })),
  );
}

/** What every program made of the same file, to see that they did the same work. */
export function workTable(results: Result[]): string {
  return table(
    results
      .filter(({ customers }) => customers !== undefined)
      .map(({ name, rows, kept, duplicates, quarantined, customers, monetaryTotal, k, clvTotal }) => ({
        program: name,
        rows: count(rows),
        kept: count(kept),
        duplicates: count(duplicates),
        quarantined: count(quarantined),
        customers: count(customers),
        'net revenue': count(monetaryTotal),
        clusters: count(k),
        'lifetime value': count(clvTotal),
      })),
  );
}

/** How far apart programs may be that did the same work. */
const tolerances = {
  rows: 0,
  kept: 0,
  customers: 0,
  duplicates: 0,
  quarantined: 0,
  monetaryTotal: 1e-6,
  k: 0,
  clvTotal: 0.01,
} as const;

/** Where programs come to something else than Strata, one line each. */
export function disagreements(results: Result[]): string[] {
  const base = results.find(({ name }) => name === 'Strata');
  if (!base) return [];
  return results.flatMap((result) =>
    Object.entries(tolerances).flatMap(([figure, tolerance]) => {
      const [own, other] = [base, result].map((one) => one[figure as keyof typeof tolerances]);
      if (own === undefined || other === undefined || Math.abs(own - other) <= tolerance * Math.abs(own)) return [];
      return [`${result.name}: ${figure} is ${other}, Strata's ${own}`];
    }),
  );
}

function ratio(value: number | undefined, base: number | undefined): string {
  return value === undefined || base === undefined ? '–' : `${(value / base).toFixed(2)}`;
}

function count(value: number | undefined): string {
  return value === undefined ? '–' : Math.round(value).toLocaleString('en');
}

/** A Markdown table, its columns aligned, the first to the left and figures to the right; nothing without rows. */
function table(rows: Cells[]): string {
  const [first] = rows;
  if (!first) return '';
  const columns = Object.keys(first).map((header) => {
    const cells = [header, ...rows.map((row) => row[header] ?? '')];
    return { cells, width: Math.max(...cells.map((cell) => cell.length)) };
  });
  const line = (index: number) =>
    columns.map(({ cells, width }, column) => {
      const cell = cells[index] ?? '';
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
  const rule = columns.map(({ width }, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const body = rows.map((_, index) => line(index + 1));
  return [line(0), rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
