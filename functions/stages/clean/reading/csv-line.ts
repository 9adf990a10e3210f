/**
 * Formats a row as in RFC 4180, with a line feed.
 * @param fields text; undefined for a missing value, which is unquoted, unlike empty text
 */
export function csvLine(fields: readonly (string | undefined)[], delimiter = ','): string {
  const line = fields.map((field) => csvField(field, delimiter)).join(delimiter);
  // Readers skip empty lines.
  return `${line === '' ? '""' : line}\n`;
}

function csvField(text: string | undefined, delimiter: string): string {
  if (text === undefined) return '';
  return text === '' || text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text)
    ? `"${text.replaceAll(/\r\n?/g, '\n').replaceAll('"', '""')}"`
    : text;
}

/** Formats an unreadable row as a line with the wrong number of columns, so that the table reader rejects it with its text. */
export function malformedLine(raw: string, columns: number, delimiter = ','): string {
  return csvLine(columns === 1 ? [raw, raw] : [raw], delimiter);
}

/** The original text of a {@link malformedLine}; any other line unchanged. */
export const unquotedRecord = (line: string) =>
  /^"(?:[^"]|"")*"$/.test(line) ? line.slice(1, -1).replaceAll('""', '"') : line;
