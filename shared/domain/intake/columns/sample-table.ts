import { type HeaderForm, headerForms } from '../headers/headers.ts';
import { identifyHeader } from '../identifiers/identifiers.ts';
import type { IdentifierKind } from '../vocabulary/identifier-headers.ts';
import { type ColumnContent, columnContent, identifyContent } from './content.ts';

/** Text of the first rows of an upload, as they follow each other, in the order of its headers. */
export type Sample = readonly (readonly (string | null)[])[];

/** The columns of an upload, as far as a sample shows them; each is looked at when it is asked for, and once. */
export interface ColumnTable {
  headers: readonly string[];
  forms: (header: string) => readonly HeaderForm[];
  values: (header: string) => readonly (string | null)[];
  /** A whole row as text, equal for equal rows. */
  row: (index: number) => string;
  content: (header: string) => ColumnContent;
  identifierBy: (header: string) => { kind: IdentifierKind; by: 'header' | 'content' } | undefined;
}

/** Of a file with a great many columns fewer rows are looked at, so that recognition stays a matter of moments. */
const MAX_CELLS = 200_000;
const MIN_ROWS = 20;

/** Makes the columns of an upload from its headers and the text of its first rows. */
export function columnTable(headers: readonly string[], rows: Sample): ColumnTable {
  const sample = rows.slice(0, Math.max(MIN_ROWS, Math.floor(MAX_CELLS / headers.length)));
  const indexes = new Map(headers.map((header, index): [string, number] => [header, index]));
  const values = (header: string) => {
    const index = indexes.get(header) ?? -1;
    return sample.map((row) => row[index] ?? null);
  };
  const content = once((header) => columnContent(values(header)));
  return {
    headers,
    forms: once(headerForms),
    values,
    row: (index) => JSON.stringify(sample[index]),
    content,
    identifierBy: once((header) => {
      const named = identifyHeader(header);
      if (named) return { kind: named, by: 'header' };
      const found = identifyContent(content(header));
      return found && { kind: found, by: 'content' };
    }),
  };
}

function once<Value>(compute: (header: string) => Value): (header: string) => Value {
  const known = new Map<string, { value: Value }>();
  return (header) => {
    const found = known.get(header) ?? { value: compute(header) };
    known.set(header, found);
    return found.value;
  };
}
