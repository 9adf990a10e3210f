import { type CellFormat, numberText } from './cell-values.ts';
import { checkColumns, checkLine, type Limits } from './limits.ts';
import { columnIndex } from './merged-cells.ts';
import { xmlEvents } from './xml.ts';

/** What the cells of a sheet reference. */
export interface SheetContext {
  sharedTexts: readonly string[];
  /** Indexed by cell style. */
  formats: readonly CellFormat[];
  /** Whether dates count from 1904, as on old Macs. */
  is1904: boolean;
}

/**
 * Streams the non-empty rows of a sheet, cells as text.
 * @param complete changes a row before it is yielded, by its number from 1
 * @throws {UnreadableUploadError} if the sheet is damaged or a row exceeds a limit
 */
export async function* sheetRows(
  chunks: AsyncIterable<Buffer>,
  context: SheetContext,
  limits: Limits,
  complete?: (row: string[], number: number) => void,
): AsyncGenerator<string[]> {
  let row: string[] = [];
  let number = 0;
  let column = -1;
  let attributes: Record<string, string> = {};
  for await (const texts of textElements(chunks, ['row', 'c'], ['v', 't'], limits)) {
    for (const { kind, name, attributes: own, text } of texts) {
      if (name === 'row' && kind === 'open') {
        row = [];
        column = -1;
        number = own.r === undefined ? number + 1 : Number(own.r);
      } else if (name === 'row') {
        if (row.length > 0) complete?.(row, number);
        if (row.length > 0) yield Array.from(row, (cell) => cell ?? '');
      } else if (kind === 'open') {
        attributes = own;
        column = own.r === undefined ? column + 1 : columnIndex(own.r);
      } else {
        const value = cellText(text, attributes, context);
        if (value === '') continue;
        checkColumns(column + 1, limits);
        row[column] = value;
      }
    }
  }
}

/** Reads the shared strings of a workbook in order. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>, limits: Limits): Promise<string[]> {
  const texts: string[] = [];
  for await (const elements of textElements(chunks, ['si'], ['t'], limits)) {
    for (const { kind, text } of elements) if (kind === 'close') texts.push(unescaped(text));
  }
  return texts;
}

interface Element {
  kind: 'open' | 'close';
  name: string;
  attributes: Record<string, string>;
  /** All text of the element, set when it closes. */
  text: string;
}

/**
 * Yields starts and ends of elements with the text inside them, excluding the phonetic readings of Japanese Excel.
 * @param wanted names of the elements
 * @param holders elements whose text counts
 */
async function* textElements(
  chunks: AsyncIterable<Buffer>,
  wanted: readonly string[],
  holders: readonly string[],
  { lineBytes }: Limits,
): AsyncGenerator<Element[]> {
  let text = '';
  let holding = 0;
  let phonetic = 0;
  for await (const events of xmlEvents(chunks)) {
    const elements: Element[] = [];
    for (const event of events) {
      if (event.kind === 'text') {
        if (holding > 0 && phonetic === 0) text += event.text;
        continue;
      }
      const { kind, name } = event;
      const step = kind === 'open' ? 1 : -1;
      if (holders.includes(name)) holding += step;
      if (name === 'rPh') phonetic += step;
      if (!wanted.includes(name)) continue;
      checkLine(text.length, lineBytes);
      elements.push({ kind, name, attributes: kind === 'open' ? event.attributes : {}, text });
      text = '';
    }
    yield elements;
  }
}

function cellText(text: string, { t: type, s: style }: Record<string, string>, context: SheetContext): string {
  if (text === '') return '';
  if (type === 's') return context.sharedTexts[Number(text)] ?? '';
  if (type === 'str' || type === 'inlineStr') return unescaped(text);
  if (type === 'b') return text === '1' ? 'true' : 'false';
  if (type === 'e' || type === 'd') return text;
  return numberText(text.trim(), context.formats[Number(style ?? 0)] ?? 'number', context.is1904);
}

/** Excel escapes characters that XML cannot contain as `_x000D_`. */
const unescaped = (text: string) =>
  text.replaceAll(/_x([\dA-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
