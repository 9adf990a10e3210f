/**
 * A row as RFC 4180 writes it, with its line feed.
 * @param fields text; undefined where there is nothing, which is written without quotes, unlike empty text
 */
export function csvLine(fields: readonly (string | undefined)[]): string {
  const line = fields.map(csvField).join(',');
  // An empty line is no row to any reader.
  return `${line === '' ? '""' : line}\n`;
}

function csvField(text: string | undefined): string {
  if (text === undefined) return '';
  return text === '' || /[",\r\n]|^\s|\s$/.test(text)
    ? `"${text.replaceAll(/\r\n?/g, '\n').replaceAll('"', '""')}"`
    : text;
}

/**
 * A row that could not be read, as a line that no table of so many columns has: the table reader sets it aside with its
 * text.
 */
export function malformedLine(raw: string, columns: number): string {
  return csvLine(columns === 1 ? [raw, raw] : [raw]);
}
