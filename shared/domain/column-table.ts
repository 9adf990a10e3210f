import { type ColumnContent, columnContent, identifierOfContent } from './column-content.ts';
import { type IdentifierKind, identifierOfHeader } from './identifiers.ts';

/** Text of the first rows of an upload, as they follow each other, in the order of its headers. */
export type Sample = readonly (readonly (string | null)[])[];

/** The columns of an upload, as far as a sample shows them. */
export interface ColumnTable {
  headers: readonly string[];
  values: (header: string) => readonly (string | null)[];
  /** A whole row as text, equal for equal rows. */
  row: (index: number) => string;
  content: (header: string) => ColumnContent;
  identifierBy: (header: string) => { kind: IdentifierKind; by: 'header' | 'content' } | undefined;
}

/** Of a file with a great many columns fewer rows are looked at, so that recognition stays a matter of milliseconds. */
const MOST_CELLS = 200_000;
const FEWEST_ROWS = 20;

/** Looks at a column only when it is asked for, and once. */
export function columnTable(headers: readonly string[], rows: Sample): ColumnTable {
  const sample = rows.slice(0, Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / headers.length)));
  const indexes = new Map(headers.map((header, index): [string, number] => [header, index]));
  const values = (header: string) => {
    const index = indexes.get(header) ?? -1;
    return sample.map((row) => row[index] ?? null);
  };
  const contents = new Map<string, ColumnContent>();
  const content = (header: string) => {
    const known = contents.get(header) ?? columnContent(values(header));
    contents.set(header, known);
    return known;
  };
  return {
    headers,
    values,
    row: (index) => JSON.stringify(sample[index]),
    content,
    identifierBy: (header) => {
      const said = identifierOfHeader(header);
      if (said) return { kind: said, by: 'header' };
      const found = identifierOfContent(content(header));
      return found && { kind: found, by: 'content' };
    },
  };
}
