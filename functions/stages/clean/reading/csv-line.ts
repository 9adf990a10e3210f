/**
 * A row as RFC 4180 writes it, with its line feed.
 * @param fields text; undefined where there is nothing, which is written without quotes, unlike empty text
 */
export function csvLine(fields: readonly (string | undefined)[], delimiter = ','): string {
  const line = fields.map((field) => csvField(field, delimiter)).join(delimiter);
  // An empty line is no row to any reader.
  return `${line === '' ? '""' : line}\n`;
}

function csvField(text: string | undefined, delimiter: string): string {
  if (text === undefined) return '';
  return text === '' || text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text)
    ? `"${text.replaceAll(/\r\n?/g, '\n').replaceAll('"', '""')}"`
    : text;
}

/**
 * A row that could not be read, as a line that no table of so many columns has: the table reader rejects it with its
 * text.
 */
export function malformedLine(raw: string, columns: number, delimiter = ','): string {
  return csvLine(columns === 1 ? [raw, raw] : [raw], delimiter);
}

/** What {@link malformedLine} was given, as it stood in the export; any other line as it is. */
export const unquotedRecord = (line: string) =>
  /^"(?:[^"]|"")*"$/.test(line) ? line.slice(1, -1).replaceAll('""', '"') : line;
