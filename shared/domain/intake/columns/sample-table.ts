import { type HeaderForm, headerForms } from '../headers/headers.ts';
import { identifyHeader } from '../identifiers/identifiers.ts';
import type { IdentifierKind } from '../vocabulary/identifier-headers.ts';
import { type ColumnContent, columnContent, identifyContent } from './content.ts';

/** The first rows of an upload as text, with cells in the order of its headers. */
export type Sample = readonly (readonly (string | null)[])[];

/** The columns of an upload, based on a sample. Results are computed on first use and cached. */
export interface ColumnTable {
  headers: readonly string[];
  forms: (header: string) => readonly HeaderForm[];
  values: (header: string) => readonly (string | null)[];
  /** A row serialised to text, equal for equal rows. */
  row: (index: number) => string;
  content: (header: string) => ColumnContent;
  identifierBy: (header: string) => { kind: IdentifierKind; by: 'header' | 'content' } | undefined;
}

/** Limits the rows examined in files with very many columns, so that recognition stays fast. */
const MAX_CELLS = 200_000;
const MIN_ROWS = 20;

/** Builds the columns of an upload from its headers and first rows. */
export function columnTable(headers: readonly string[], rows: Sample): ColumnTable {
  const sample = rows.slice(0, Math.max(MIN_ROWS, Math.floor(MAX_CELLS / headers.length)));
  const indexes = new Map(headers.map((header, index): [string, number] => [header, index]));
  const values = (header: string) => {
    const index = indexes.get(header) ?? -1;
    return sample.map((row) => row[index] ?? null);
  };
  const content = memoize((header) => columnContent(values(header)));
  return {
    headers,
    forms: memoize(headerForms),
    values,
    row: (index) => JSON.stringify(sample[index]),
    content,
    identifierBy: memoize((header) => {
      const headerKind = identifyHeader(header);
      if (headerKind) return { kind: headerKind, by: 'header' };
      const contentKind = identifyContent(content(header));
      return contentKind && { kind: contentKind, by: 'content' };
    }),
  };
}

function memoize<Value>(compute: (header: string) => Value): (header: string) => Value {
  const cache = new Map<string, { value: Value }>();
  return (header) => {
    const cached = cache.get(header) ?? { value: compute(header) };
    cache.set(header, cached);
    return cached.value;
  };
}
