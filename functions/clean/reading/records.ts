import { checkLine, type Limits } from './limits.ts';

/** How delimited text marks its columns and quotes. */
export interface Dialect {
  delimiter: string;
  /** Empty where quotation marks are text like any other. */
  quote: '"' | "'" | '';
  /** How a quotation mark stands inside quotes. */
  escaping: 'doubled' | 'backslash';
}

/** One record of delimited text. */
export interface TextRecord {
  fields: string[];
  /** As it stands in the text, without its line end. */
  raw: string;
  /** Where it begins and where the next one does, in characters from the text's beginning. */
  start: number;
  end: number;
  /** How many fields stood in quotes. */
  quoted: number;
  /** Text follows a closing quote, or a quote is never closed. */
  isFaulty: boolean;
}

/**
 * Makes a function that splits text with line feeds into records. It takes the text piece by piece and gives the records
 * that end in each; the last call says that the text is over.
 * @throws {UnreadableUploadError} when a record is longer than a line may be
 */
export function recordSplitter(dialect: Dialect, limits: Limits) {
  const fieldAt = fieldReader(dialect);
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
    let isFaulty = false;
    for (let at = start; ; ) {
      const field = fieldAt(text, at);
      const isOpen = field.isUnclosed || field.sign === '';
      if (isOpen && !isLast) return undefined;
      fields.push(field.value);
      quoted += field.isQuoted ? 1 : 0;
      isFaulty ||= field.isFaulty || field.isUnclosed;
      at += field.length;
      if (field.sign === dialect.delimiter) continue;
      const raw = text.slice(start, at - field.sign.length);
      return { fields, raw, start: consumed + start, end: consumed + at, quoted, isFaulty };
    }
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

/** Reads one field and the sign behind it: the delimiter, a line feed, or nothing where the text is over. */
function fieldReader({ delimiter, quote, escaping }: Dialect) {
  const end = `(${literal(delimiter)}|\n|$)`;
  const plainField = new RegExp(`([^${inClass(delimiter)}\n]*)${end}`, 'y');
  const inside =
    escaping === 'doubled'
      ? `[^${quote}]*(?:${quote}${quote}[^${quote}]*)*`
      : `[^${quote}\\\\]*(?:\\\\.[^${quote}\\\\]*)*`;
  const quotedField = new RegExp(`[ ]*${quote}(${inside})${quote}([^${inClass(delimiter)}\n]*)${end}`, 'ys');
  const escaped = new RegExp(escaping === 'doubled' ? `${quote}(${quote})` : `\\\\([${quote}\\\\])`, 'g');

  return (text: string, at: number) => {
    quotedField.lastIndex = at;
    const match = quote ? quotedField.exec(text) : null;
    if (match) {
      const [all, value = '', behind = '', sign = ''] = match;
      const isFaulty = behind.trim() !== '';
      const whole = value.replaceAll(escaped, '$1') + (isFaulty ? behind : '');
      return { value: whole, length: all.length, sign, isQuoted: true, isFaulty, isUnclosed: false };
    }
    plainField.lastIndex = at;
    const [all = '', value = '', sign = ''] = plainField.exec(text) ?? [];
    const isUnclosed = quote !== '' && value.trimStart().startsWith(quote);
    return { value, length: all.length, sign, isQuoted: false, isFaulty: false, isUnclosed };
  };
}

const literal = (sign: string) => sign.replace(/[$^*+?.()|[\]{}\\]/, '\\$&');
const inClass = (sign: string) => sign.replace(/[\\\]^-]/, '\\$&');
