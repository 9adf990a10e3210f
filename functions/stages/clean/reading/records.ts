import { checkLine, type Limits } from './limits.ts';

/** Delimiter and quoting of delimited text. */
export interface Dialect {
  delimiter: string;
  /** Empty if quotation marks have no special meaning. */
  quote: '"' | "'" | '';
  /** How a quotation mark is escaped inside quotes. */
  escaping: 'doubled' | 'backslash';
}

/** One record of delimited text. */
export interface TextRecord {
  fields: string[];
  /** The source text without its line end. */
  raw: string;
  /** Offsets of its start and of the next record, in characters. */
  start: number;
  end: number;
  /** Number of quoted fields. */
  quoted: number;
  /** Whether a quote in it is not closed properly. */
  isFaulty: boolean;
}

/**
 * Creates a function that splits text with line feeds into records. It receives the text in chunks and returns the records that
 * end in each; the last call marks the end of the text.
 *
 * A quote that is never closed, or is followed by text after closing, affects its own line only: the record ends with that
 * line. So does a record of several lines in which all but the first are complete rows by themselves: then two unrelated quotes
 * merely surround their line ends.
 * @param width number of columns of the table, if known
 * @throws {UnreadableUploadError} if a line is too long
 */
export function recordSplitter(dialect: Dialect, limits: Limits, width = 0) {
  const fieldAt = fieldReader(dialect);
  const swallowsRows = findRunawayQuote(dialect, width);
  let held = '';
  let consumed = 0;

  function recordAt(text: string, start: number, isLast: boolean): TextRecord | undefined {
    const lineEnd = text.indexOf('\n', start);
    if (lineEnd < 0 && !isLast) return undefined;
    const line = text.slice(start, lineEnd < 0 ? text.length : lineEnd);
    if (dialect.quote === '' || !line.includes(dialect.quote)) {
      const end = consumed + start + line.length + (lineEnd < 0 ? 0 : 1);
      return {
        fields: line.split(dialect.delimiter),
        raw: line,
        start: consumed + start,
        end,
        quoted: 0,
        isFaulty: false,
      };
    }
    const fields: string[] = [];
    let quoted = 0;
    // A record longer than the maximum line has a quote that is never closed.
    const isAll = isLast || text.length - start > limits.lineBytes;
    for (let at = start; ; ) {
      const field = fieldAt(text, at);
      if ((field.sign === '' && !isLast) || !(field.isClosed || isAll)) return undefined;
      if (field.isFaulty) return firstLines(text, start, at, isLast);
      fields.push(field.value);
      quoted += field.isQuoted ? 1 : 0;
      at += field.length;
      if (field.sign === dialect.delimiter) continue;
      const raw = text.slice(start, at - field.sign.length);
      if (swallowsRows(raw)) return firstLines(text, start, start, isLast);
      return { fields, raw, start: consumed + start, end: consumed + at, quoted, isFaulty: false };
    }
  }

  /** A faulty record: from its start to the end of the line that has the faulty field. */
  function firstLines(text: string, start: number, field: number, isLast: boolean): TextRecord | undefined {
    const lineEnd = text.indexOf('\n', field);
    if (lineEnd < 0 && !isLast) return undefined;
    const raw = text.slice(start, lineEnd < 0 ? text.length : lineEnd);
    const end = consumed + start + raw.length + (lineEnd < 0 ? 0 : 1);
    return { fields: raw.split(dialect.delimiter), raw, start: consumed + start, end, quoted: 1, isFaulty: true };
  }

  return (piece: string, isLast = false): TextRecord[] => {
    const text = held + piece;
    const records: TextRecord[] = [];
    let at = 0;
    while (at < text.length) {
      const record = recordAt(text, at, isLast);
      if (!record) break;
      records.push(record);
      at = record.end - consumed;
    }
    held = text.slice(at);
    consumed += at;
    checkLine(held.length, limits.lineBytes);
    return records;
  };
}

/** In tables with fewer columns, multi-line texts look like rows. */
const MIN_COLUMNS_TO_TELL = 4;

/**
 * Creates a function that tells whether a record has several lines of which every one but the first is a row by itself: as many
 * fields as the table has, most of them filled.
 * @param width number of columns of the table
 */
export function findRunawayQuote(dialect: Dialect, width: number): (record: string) => boolean {
  const fieldAt = fieldReader(dialect);
  const splitFields = (line: string) => {
    const fields: string[] = [];
    for (let at = 0; ; ) {
      const field = fieldAt(line, at);
      if (field.isFaulty) return [...fields, ...line.slice(at).split(dialect.delimiter)];
      fields.push(field.value);
      if (field.sign !== dialect.delimiter) return fields;
      at += field.length;
    }
  };
  const isRow = (line: string) => {
    const fields = splitFields(line);
    return fields.length === width && fields.filter(Boolean).length > width / 2;
  };
  return (record) => {
    const [, ...lines] = width < MIN_COLUMNS_TO_TELL ? [] : record.split('\n');
    return lines.length > 0 && lines.every(isRow);
  };
}

/** Reads one field and the character after it: the delimiter, a line feed, or nothing at the end of the text. */
function fieldReader({ delimiter, quote, escaping }: Dialect) {
  const end = `(${literal(delimiter)}|\n|$)`;
  const plainField = new RegExp(`([^${inClass(delimiter)}\n]*)${end}`, 'y');
  const inside =
    escaping === 'doubled'
      ? `[^${quote}]*(?:${quote}${quote}[^${quote}]*)*`
      : `[^${quote}\\\\]*(?:\\\\.[^${quote}\\\\]*)*`;
  const quotedField = new RegExp(
    `[ ]*${quote}(${inside})${quote}(?!${quote})([^${inClass(delimiter)}\n]*)${end}`,
    'ys',
  );
  const escaped = new RegExp(escaping === 'doubled' ? `${quote}(${quote})` : `\\\\([${quote}\\\\])`, 'g');

  return (text: string, at: number) => {
    quotedField.lastIndex = at;
    const match = quote ? quotedField.exec(text) : null;
    if (match) {
      const [all, value = '', behind = '', sign = ''] = match;
      const isFaulty = behind.trim() !== '';
      const whole = value.replaceAll(escaped, '$1');
      return { value: whole, length: all.length, sign, isQuoted: true, isFaulty, isClosed: true };
    }
    plainField.lastIndex = at;
    const [all = '', value = '', sign = ''] = plainField.exec(text) ?? [];
    const isFaulty = quote !== '' && value.trimStart().startsWith(quote);
    return { value, length: all.length, sign, isQuoted: false, isFaulty, isClosed: !isFaulty };
  };
}

const literal = (sign: string) => sign.replace(/[$^*+?.()|[\]{}\\]/, '\\$&');
const inClass = (sign: string) => sign.replace(/[\\\]^-]/, '\\$&');
